package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * Maps whose channels belong to heads, and maps with one number for each head.
 *
 * @param execution kernels, threads, memory
 * @param heads number of heads
 * @param width channels of a head
 */
record HeadMaps(Execution execution, int heads, int width) {

    /** {@code y = factor · x}, one factor for each row and head. */
    void scale(Rows x, Rows factors, Rows y) {
        int channels = heads * width;
        RowTiles.each(execution, x.count(), channels, (task, first, rows, scratch) -> {
            float[] tile = scratch.floats(0, rows * channels);
            float[] by = scratch.floats(1, rows * heads);
            x.read(first, rows, tile, 0, channels);
            factors.read(first, rows, by, 0, heads);
            for (int head = 0; head < rows * heads; head++) {
                float factor = by[head];
                for (int i = head * width; i < (head + 1) * width; i++) {
                    tile[i] *= factor;
                }
            }
            y.write(first, rows, tile, 0, channels);
        });
    }

    /** {@code y = factor · x}, one factor for each head. */
    void scale(Rows x, float[] factors, Rows y) {
        int channels = heads * width;
        RowTiles.each(execution, x.count(), channels, (task, first, rows, scratch) -> {
            float[] tile = scratch.floats(0, rows * channels);
            x.read(first, rows, tile, 0, channels);
            for (int row = 0; row < rows; row++) {
                for (int head = 0; head < heads; head++) {
                    float factor = factors[head];
                    int at = row * channels + head * width;
                    for (int i = at; i < at + width; i++) {
                        tile[i] *= factor;
                    }
                }
            }
            y.write(first, rows, tile, 0, channels);
        });
    }

    /** {@code y += factor · x}, one factor for each head. */
    void addScaled(Rows x, float[] factors, Rows y) {
        int channels = heads * width;
        RowTiles.each(execution, x.count(), channels, (task, first, rows, scratch) -> {
            float[] from = scratch.floats(0, rows * channels);
            float[] to = scratch.floats(1, rows * channels);
            x.read(first, rows, from, 0, channels);
            y.read(first, rows, to, 0, channels);
            for (int row = 0; row < rows; row++) {
                for (int head = 0; head < heads; head++) {
                    float factor = factors[head];
                    int at = row * channels + head * width;
                    for (int i = at; i < at + width; i++) {
                        to[i] += factor * from[i];
                    }
                }
            }
            y.write(first, rows, to, 0, channels);
        });
    }

    /** {@code y = ⟨a, b⟩} for each row and head. */
    void dots(Rows a, Rows b, Rows y) {
        int channels = heads * width;
        RowTiles.each(execution, a.count(), channels, (task, first, rows, scratch) -> {
            float[] left = scratch.floats(0, rows * channels);
            float[] right = scratch.floats(1, rows * channels);
            float[] to = scratch.floats(2, rows * heads);
            a.read(first, rows, left, 0, channels);
            b.read(first, rows, right, 0, channels);
            for (int head = 0; head < rows * heads; head++) {
                to[head] = dot(left, right, head * width, width);
            }
            y.write(first, rows, to, 0, heads);
        });
    }

    /** Four sums beside one another, so that additions need not wait for each other. */
    private static float dot(float[] left, float[] right, int from, int count) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int fours = from + count / 4 * 4;
        for (int i = from; i < fours; i += 4) {
            sum0 += left[i] * right[i];
            sum1 += left[i + 1] * right[i + 1];
            sum2 += left[i + 2] * right[i + 2];
            sum3 += left[i + 3] * right[i + 3];
        }
        for (int i = fours; i < from + count; i++) {
            sum0 += left[i] * right[i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /** {@code y = Σ x} over the heads, in order. */
    void sum(Rows x, Rows y) {
        Kernels kernels = execution.kernels();
        int stride = kernels.padded(width);
        RowTiles.each(execution, x.count(), stride, (task, first, rows, scratch) -> {
            float[] total = scratch.floats(0, rows * stride);
            float[] part = scratch.floats(1, rows * stride);
            Arrays.fill(total, 0, rows * stride, 0);
            for (int head = 0; head < heads; head++) {
                x.channels(head * width, width).read(first, rows, part, 0, stride);
                kernels.addScaled(rows * stride, 1, part, 0, total, 0);
            }
            y.write(first, rows, total, 0, stride);
        });
    }

    /** @return {@code Σ x} over all rows, for each channel */
    double[] columnSums(Rows x) {
        int channels = heads * width;
        int tasks = RowTiles.count(x.count(), channels);
        Tensor parts = execution.borrow(Shape.of(tasks, channels));
        RowTiles.each(execution, x.count(), channels, (task, first, rows, scratch) -> {
            float[] tile = scratch.floats(0, rows * channels);
            float[] sums = scratch.floats(1, channels);
            x.read(first, rows, tile, 0, channels);
            Arrays.fill(sums, 0, channels, 0);
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < channels; i++) {
                    sums[i] += tile[row * channels + i];
                }
            }
            parts.data().put(task * channels, sums, 0, channels);
        });
        double[] total = new double[channels];
        for (int task = 0; task < tasks; task++) {
            for (int i = 0; i < channels; i++) {
                total[i] += parts.get(task * channels + i);
            }
        }
        execution.memory().release(parts);
        return total;
    }
}
