package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;

/**
 * {@code y = f(g) · v}, where g is the first half of the channels and v the second (gated linear unit; MambaOut, section
 * 4). On the way back {@code dg = dy · v · f′(g)} and {@code dv = dy · f(g)}.
 *
 * <p>Input {@code [..., 2C]}, output {@code [..., C]}. No parameters; keeps its input.
 */
public final class Gate implements Layer {
    private static final Parameters NONE = Parameters.of();

    private final Activation activation;

    /** @param activation f */
    public Gate(Activation activation) {
        this.activation = activation;
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 1 || input.channels() % 2 != 0) {
            throw new ShapeMismatchException(toString(), "[..., 2C], an even number of channels,", input);
        }
        return input.withChannels(input.channels() / 2);
    }

    @Override
    public Parameters parameters() {
        return NONE;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return 0;
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        Tensor output = execution.borrow(outputShape(input.shape()));
        Kernels kernels = execution.kernels();
        Rows y = Rows.of(output);
        Rows g = Rows.of(input).channels(0, y.channels());
        Rows v = Rows.of(input).channels(y.channels(), y.channels());
        int stride = kernels.padded(y.channels());
        Tiles.each(execution.compute(), y.count(), stride, (task, first, rows, scratch) -> {
            float[] gate = scratch.floats(0, rows * stride);
            float[] value = scratch.floats(1, rows * stride);
            g.read(first, rows, gate, 0, stride);
            v.read(first, rows, value, 0, stride);
            kernels.gate(activation, rows * stride, gate, 0, value, 0, value, 0);
            y.write(first, rows, value, 0, stride);
        });
        return output;
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
                return Gate.this.backward(execution, input, outputGradient);
            }
        };
    }

    private Tensor backward(Execution execution, Tensor input, Tensor outputGradient) {
        Tensor inputGradient = execution.borrow(input.shape());
        Kernels kernels = execution.kernels();
        Rows dy = Rows.of(outputGradient);
        int channels = dy.channels();
        Rows g = Rows.of(input).channels(0, channels);
        Rows v = Rows.of(input).channels(channels, channels);
        Rows dg = Rows.of(inputGradient).channels(0, channels);
        Rows dv = Rows.of(inputGradient).channels(channels, channels);
        int stride = kernels.padded(channels);
        Tiles.each(execution.compute(), dy.count(), stride, (task, first, rows, scratch) -> {
            float[] gate = scratch.floats(0, rows * stride);
            float[] value = scratch.floats(1, rows * stride);
            float[] gradient = scratch.floats(2, rows * stride);
            g.read(first, rows, gate, 0, stride);
            v.read(first, rows, value, 0, stride);
            dy.read(first, rows, gradient, 0, stride);
            kernels.gateGradient(activation, rows * stride, gate, 0, value, 0, gradient, 0, gate, 0, gradient, 0);
            dg.write(first, rows, gate, 0, stride);
            dv.write(first, rows, gradient, 0, stride);
        });
        return inputGradient;
    }

    @Override
    public String toString() {
        return "Gate(" + activation.label() + ")";
    }
}
