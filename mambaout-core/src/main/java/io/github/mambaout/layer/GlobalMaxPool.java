package io.github.mambaout.layer;

import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;

/**
 * The largest value of each channel over height and width: {@code [N, H, W, C]} to {@code [N, C]}. On the way back the pixels
 * that hold it receive {@code dy} in equal shares, the others 0 ({@code torch.amax}). No parameters.
 */
public final class GlobalMaxPool implements Layer {
    private static final Parameters NONE = Parameters.of();

    /** Makes the layer; it has no parameters and takes any map. */
    public GlobalMaxPool() {}

    @Override
    public Shape outputShape(Shape input) {
        return GlobalAveragePool.pooledShape(this, input);
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
        Rows x = Rows.of(input);
        int pixels = pixels(input.shape());
        int channels = x.channels();
        execution.workers().run(input.shape().size(0), (sample, scratch) -> {
            float[] largest = scratch.floats(0, channels);
            float[] pixel = scratch.floats(1, channels);
            x.read(sample * pixels, 1, largest, 0, channels);
            for (int i = 1; i < pixels; i++) {
                x.read(sample * pixels + i, 1, pixel, 0, channels);
                for (int c = 0; c < channels; c++) {
                    largest[c] = Math.max(largest[c], pixel[c]);
                }
            }
            output.data().put(sample * channels, largest, 0, channels);
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
                return GlobalMaxPool.backward(execution, input, output, outputGradient);
            }
        };
    }

    private static Tensor backward(Execution execution, Tensor input, Tensor output, Tensor outputGradient) {
        Tensor inputGradient = execution.borrow(input.shape());
        Rows x = Rows.of(input);
        Rows dx = Rows.of(inputGradient);
        int pixels = pixels(input.shape());
        int channels = x.channels();
        execution.workers().run(input.shape().size(0), (sample, scratch) -> {
            float[] largest = scratch.floats(0, channels);
            float[] share = scratch.floats(1, channels);
            float[] pixel = scratch.floats(2, channels);
            int[] holders = new int[channels];
            output.data().get(sample * channels, largest, 0, channels);
            outputGradient.data().get(sample * channels, share, 0, channels);
            for (int i = 0; i < pixels; i++) {
                x.read(sample * pixels + i, 1, pixel, 0, channels);
                for (int c = 0; c < channels; c++) {
                    holders[c] += pixel[c] == largest[c] ? 1 : 0;
                }
            }
            for (int c = 0; c < channels; c++) {
                share[c] /= holders[c];
            }
            for (int i = 0; i < pixels; i++) {
                x.read(sample * pixels + i, 1, pixel, 0, channels);
                for (int c = 0; c < channels; c++) {
                    pixel[c] = pixel[c] == largest[c] ? share[c] : 0;
                }
                dx.write(sample * pixels + i, 1, pixel, 0, channels);
            }
        });
        return inputGradient;
    }

    private static int pixels(Shape map) {
        return map.size(1) * map.size(2);
    }

    @Override
    public String toString() {
        return "GlobalMaxPool";
    }
}
