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
                for (int i = head * width; i < (head + 1) * width; i++) {
                    tile[i] *= by[head];
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
            for (int i = 0; i < rows * channels; i++) {
                tile[i] *= factors[i / width % heads];
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
            for (int head = 0; head < rows * heads; head++) {
                float factor = factors[head % heads];
                for (int i = head * width; i < (head + 1) * width; i++) {
                    to[i] += factor * from[i];
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
                float sum = 0;
                for (int i = head * width; i < (head + 1) * width; i++) {
                    sum += left[i] * right[i];
                }
                to[head] = sum;
            }
            y.write(first, rows, to, 0, heads);
        });
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
            for (int i = 0; i < rows * channels; i++) {
                sums[i % channels] += tile[i];
            }
            parts.data().put(task * channels, sums, 0, channels);
        });
        double[] total = new double[channels];
        for (int i = 0; i < tasks * channels; i++) {
            total[i % channels] += parts.get(i);
        }
        execution.memory().release(parts);
        return total;
    }
}
