package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * The mean of each channel over height and width: {@code [N, H, W, C]} to {@code [N, C]}. On the way back every pixel
 * receives {@code dy / (H·W)}. No parameters; keeps nothing.
 */
public final class GlobalAveragePool implements Layer {
    private static final Parameters NONE = Parameters.of();

    /** Rows that are summed on their own before they join the total, which keeps the rounding error small. */
    private static final int ROWS = 64;

    /** Makes the layer; it has no parameters and takes any map. */
    public GlobalAveragePool() {}

    @Override
    public Shape outputShape(Shape input) {
        return pooledShape(this, input);
    }

    /**
     * @param pool a layer that makes one pixel of a map
     * @param input shape of the map
     * @return {@code [N, C]}
     */
    static Shape pooledShape(Layer pool, Shape input) {
        if (input.rank() != 4 || input.size(1) < 1 || input.size(2) < 1) {
            throw new ShapeMismatchException(pool.toString(), "[N, H, W, C] of at least one pixel", input);
        }
        return Shape.of(input.size(0), input.channels());
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
        Rows x = Rows.of(input);
        int pixels = input.shape().size(1) * input.shape().size(2);
        int channels = x.channels();
        int stride = kernels.padded(channels);
        execution.workers().run(input.shape().size(0), (sample, scratch) -> {
            float[] tile = scratch.floats(0, ROWS * stride);
            float[] part = scratch.floats(1, stride);
            float[] sum = scratch.floats(2, stride);
            float[] mean = scratch.floats(3, stride);
            Arrays.fill(sum, 0, stride, 0);
            for (int first = 0; first < pixels; first += ROWS) {
                int rows = Math.min(ROWS, pixels - first);
                x.read(sample * pixels + first, rows, tile, 0, stride);
                Arrays.fill(part, 0, stride, 0);
                kernels.addRows(rows, stride, tile, 0, stride, part, 0);
                kernels.addScaled(stride, 1, part, 0, sum, 0);
            }
            Arrays.fill(mean, 0, stride, 0);
            kernels.addScaled(stride, 1f / pixels, sum, 0, mean, 0);
            output.data().put(sample * channels, mean, 0, channels);
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
                return GlobalAveragePool.this.backward(execution, input.shape(), outputGradient);
            }
        };
    }

    private Tensor backward(Execution execution, Shape input, Tensor outputGradient) {
        Tensor inputGradient = execution.borrow(input);
        Kernels kernels = execution.kernels();
        int pixels = input.size(1) * input.size(2);
        int channels = input.channels();
        int stride = kernels.padded(channels);
        execution.workers().run(input.size(0), (sample, scratch) -> {
            float[] upstream = scratch.floats(0, stride);
            float[] pixel = scratch.floats(1, stride);
            outputGradient.data().get(sample * channels, upstream, 0, channels);
            Arrays.fill(pixel, 0, stride, 0);
            kernels.addScaled(stride, 1f / pixels, upstream, 0, pixel, 0);
            for (int i = 0; i < pixels; i++) {
                inputGradient.data().put((sample * pixels + i) * channels, pixel, 0, channels);
            }
        });
        return inputGradient;
    }

    @Override
    public String toString() {
        return "GlobalAveragePool";
    }
}
