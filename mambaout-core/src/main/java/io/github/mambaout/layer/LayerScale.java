package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * {@code y = gamma · x}, one factor a channel (Touvron et al., 2021: CaiT; timm's {@code LayerScale}). On the way back
 * {@code dx = gamma · dy} and {@code dgamma = Σ dy · x} over the rows.
 *
 * <p>Input and output {@code [..., channels]}. Parameter: {@code gamma [channels]}. Keeps its input.
 */
public final class LayerScale implements Layer {
    private final int channels;
    private final Parameter gamma;
    private final Parameters parameters;
    private final Packed<float[]> paddedGamma;

    /**
     * @param channels channels of the input, at least 1
     * @param initial first value of every factor, for instance 1e-5
     */
    public LayerScale(int channels, float initial) {
        if (channels < 1) {
            throw new IllegalArgumentException("A layer scale needs at least 1 channel, but was given " + channels);
        }
        this.channels = channels;
        gamma = new Parameter("gamma", Shape.of(channels), Initializer.constant(initial));
        parameters = Parameters.of(gamma);
        paddedGamma = Packed.vector(gamma);
    }

    Parameter gamma() {
        return gamma;
    }

    /** @return the factors, with zeros up to a multiple of the lanes */
    float[] factors(Kernels kernels) {
        return paddedGamma.get(kernels);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 1 || input.channels() != channels) {
            throw new ShapeMismatchException(toString(), "[..., " + channels + "]", input);
        }
        return input;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return 0;
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        Tensor output = execution.borrow(outputShape(input.shape()));
        scale(execution, Rows.of(input), Rows.of(output));
        return output;
    }

    private void scale(Execution execution, Rows from, Rows to) {
        Kernels kernels = execution.kernels();
        float[] factors = factors(kernels);
        int stride = kernels.padded(channels);
        Tiles.each(execution.compute(), from.count(), stride, (task, first, rows, scratch) -> {
            float[] tile = scratch.floats(0, rows * stride);
            from.read(first, rows, tile, 0, stride);
            for (int row = 0; row < rows; row++) {
                kernels.multiply(stride, tile, row * stride, factors, 0, tile, row * stride);
            }
            to.write(first, rows, tile, 0, stride);
        });
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        Execution execution = training.execution();
        Tensor output = forward(input, execution);
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                addFactorGradient(execution, Rows.of(input), Rows.of(outputGradient), into);
                Tensor inputGradient = execution.borrow(input.shape());
                scale(execution, Rows.of(outputGradient), Rows.of(inputGradient));
                return inputGradient;
            }
        };
    }

    private void addFactorGradient(Execution execution, Rows x, Rows dy, Gradients into) {
        Kernels kernels = execution.kernels();
        int stride = kernels.padded(channels);
        PartialSums sums = new PartialSums(execution, Tiles.count(x.count(), stride), stride);
        Tiles.each(execution.compute(), x.count(), stride, (task, first, rows, scratch) -> {
            float[] input = scratch.floats(0, rows * stride);
            float[] gradient = scratch.floats(1, rows * stride);
            float[] sum = scratch.floats(2, stride);
            x.read(first, rows, input, 0, stride);
            dy.read(first, rows, gradient, 0, stride);
            Arrays.fill(sum, 0, stride, 0);
            for (int row = 0; row < rows; row++) {
                kernels.addProduct(stride, input, row * stride, gradient, row * stride, sum, 0);
            }
            sums.put(task, 0, sum, stride);
        });
        PartialSums.add(sums.total(), 0, into.of(gamma));
    }

    @Override
    public String toString() {
        return "LayerScale(" + channels + ")";
    }
}
