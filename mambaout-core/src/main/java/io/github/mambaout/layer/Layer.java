package io.github.mambaout.layer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A differentiable function with named parameters, and nothing else. Feature maps are {@code [N, H, W, C]}, other inputs
 * {@code [..., C]}. A layer holds its parameters and no trace of a pass, so it serves many threads at once and can stand in
 * a network twice.
 *
 * <pre>{@code
 * Layer network = Sequential.of(
 *         new Conv2d(3, 32, 3, 2), new Gelu(), new Residual(Sequential.of(new LayerNorm(32), new Linear(32, 32))),
 *         new GlobalAveragePool(), new Linear(32, 10));
 * INDArray logits = network.forward(pictures);
 * }</pre>
 */
public interface Layer {

    /**
     * @param input shape of an input
     * @return shape of the output
     * @throws ShapeMismatchException if the layer cannot take such an input; the message names both shapes
     */
    Shape outputShape(Shape input);

    /** @return its parameters in order, named as in timm; always the same object */
    Parameters parameters();

    /**
     * Computes the output for prediction; keeps nothing for a gradient, drops nothing at random.
     *
     * @param input a tensor that {@link #outputShape} accepts; not changed
     * @param execution kernels, threads and memory
     * @return the output, in {@code execution}'s memory (or the input itself where nothing is to be done)
     */
    Tensor forward(Tensor input, Execution execution);

    /**
     * Computes the output for training.
     *
     * @param input a tensor that {@link #outputShape} accepts; not changed, and to be left unchanged until the way back
     * @param training kernels, threads, memory and randomness
     * @return the output and the way back
     */
    Pass pass(Tensor input, Training training);

    /**
     * @param input shape of an input
     * @return multiply-adds of its convolutions and linear maps for this input, the whole batch; the count that the
     *     literature gives
     */
    long multiplyAdds(Shape input);

    /** @return the layers that this one is made of, by name; none for one that is not made of others */
    default List<Part> parts() {
        return List.of();
    }

    /**
     * A layer in another one.
     *
     * @param name its name there, for instance {@code fc1}
     * @param layer the layer
     */
    record Part(String name, Layer layer) {}

    /**
     * {@link #forward(Tensor, Execution)} on ND4J arrays and on {@link Compute#shared()}.
     *
     * @param input any array of a shape that {@link #outputShape} accepts; type, order and views as ND4J has them
     * @return the output, in memory of its own
     */
    default INDArray forward(INDArray input) {
        try (Execution execution = Execution.on(Compute.shared())) {
            Tensor output = forward(Tensor.of(input), execution);
            Tensor owned = Tensor.zeros(output.shape());
            owned.copyFrom(output);
            return owned.toINDArray();
        }
    }

    /**
     * {@link #pass(Tensor, Training)} on an ND4J array.
     *
     * @param input any array of a shape that {@link #outputShape} accepts
     * @param training kernels, threads, memory and randomness
     * @return the output and the way back
     */
    default Pass pass(INDArray input, Training training) {
        return pass(Tensor.of(input), training);
    }
}
