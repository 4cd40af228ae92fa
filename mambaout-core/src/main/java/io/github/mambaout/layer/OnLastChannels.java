package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.List;

/**
 * Applies a layer to the last channels of its input and hands the others through: {@code [a | b]} to {@code [a | layer(b)]}.
 * The parameters and parts are the inner layer's, under its names.
 */
public final class OnLastChannels implements Layer {
    private final int channels;
    private final Layer layer;

    /**
     * @param channels how many of the last channels, at least 1
     * @param layer what to apply to them; its output must have the shape of its input
     */
    public OnLastChannels(int channels, Layer layer) {
        if (channels < 1) {
            throw new IllegalArgumentException("A part of the channels must have at least 1, but is " + channels);
        }
        this.channels = channels;
        this.layer = layer;
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 1 || input.channels() < channels) {
            throw new ShapeMismatchException(toString(), "[..., at least " + channels + "]", input);
        }
        Shape part = input.withChannels(channels);
        Shape output = layer.outputShape(part);
        if (!output.equals(part)) {
            throw new ShapeMismatchException("The place of the output of " + layer, part, output);
        }
        return input;
    }

    @Override
    public Parameters parameters() {
        return layer.parameters();
    }

    @Override
    public List<Part> parts() {
        return layer.parts();
    }

    @Override
    public long multiplyAdds(Shape input) {
        return layer.multiplyAdds(input.withChannels(channels));
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        outputShape(input.shape());
        Tensor part = last(execution, input);
        Tensor changed = layer.forward(part, execution);
        Tensor output = joined(execution, input, changed);
        execution.memory().release(part);
        execution.memory().release(changed);
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        outputShape(input.shape());
        Execution execution = training.execution();
        Pass pass = layer.pass(last(execution, input), training);
        Tensor output = joined(execution, input, pass.output());
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                Tensor part = pass.backward(last(execution, outputGradient), into);
                return joined(execution, outputGradient, part);
            }
        };
    }

    private Tensor last(Execution execution, Tensor from) {
        Tensor to = execution.borrow(from.shape().withChannels(channels));
        int first = from.shape().channels() - channels;
        copy(execution, Rows.of(from).channels(first, channels), Rows.of(to));
        return to;
    }

    private Tensor joined(Execution execution, Tensor first, Tensor last) {
        Tensor joined = execution.borrow(first.shape());
        int others = first.shape().channels() - channels;
        copy(execution, Rows.of(first).channels(0, others), Rows.of(joined).channels(0, others));
        copy(execution, Rows.of(last), Rows.of(joined).channels(others, channels));
        return joined;
    }

    private static void copy(Execution execution, Rows from, Rows to) {
        Kernels kernels = execution.kernels();
        int stride = kernels.padded(from.channels());
        Tiles.each(execution.compute(), from.count(), stride, (task, first, rows, scratch) -> {
            float[] tile = scratch.floats(0, rows * stride);
            from.read(first, rows, tile, 0, stride);
            to.write(first, rows, tile, 0, stride);
        });
    }

    @Override
    public String toString() {
        return "last " + channels + " channels: " + layer;
    }
}
