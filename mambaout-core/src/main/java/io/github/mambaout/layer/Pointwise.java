package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;

/** {@code y = f(x)} for every element, {@code dx = dy · f′(x)}. Any shape, no parameters; keeps its input. */
abstract class Pointwise implements Layer {
    private static final Parameters NONE = Parameters.of();

    private final Activation activation;

    Pointwise(Activation activation) {
        this.activation = activation;
    }

    /**
     * @param activation a function
     * @return the layer that applies it
     */
    static Layer of(Activation activation) {
        return activation == Activation.GELU ? new Gelu() : new Silu();
    }

    Activation activation() {
        return activation;
    }

    @Override
    public final Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public final Parameters parameters() {
        return NONE;
    }

    @Override
    public final long multiplyAdds(Shape input) {
        return 0;
    }

    @Override
    public final Tensor forward(Tensor input, Execution execution) {
        Tensor output = execution.borrow(input.shape());
        Kernels kernels = execution.kernels();
        Tiles.each(execution.compute(), input.shape().elements(), 1, (task, first, count, scratch) -> {
            int padded = kernels.padded(count);
            float[] tile = scratch.floats(0, padded);
            input.data().get(first, tile, 0, count);
            kernels.activate(activation, padded, tile, 0, tile, 0);
            output.data().put(first, tile, 0, count);
        });
        return output;
    }

    @Override
    public final Pass pass(Tensor input, Training training) {
        Execution execution = training.execution();
        Tensor output = forward(input, execution);
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                return Pointwise.this.backward(execution, input, outputGradient);
            }
        };
    }

    private Tensor backward(Execution execution, Tensor input, Tensor outputGradient) {
        Tensor inputGradient = execution.borrow(input.shape());
        Kernels kernels = execution.kernels();
        Tiles.each(execution.compute(), input.shape().elements(), 1, (task, first, count, scratch) -> {
            int padded = kernels.padded(count);
            float[] x = scratch.floats(0, padded);
            float[] dy = scratch.floats(1, padded);
            input.data().get(first, x, 0, count);
            outputGradient.data().get(first, dy, 0, count);
            kernels.activateGradient(activation, padded, x, 0, dy, 0, dy, 0);
            inputGradient.data().put(first, dy, 0, count);
        });
        return inputGradient;
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }
}
