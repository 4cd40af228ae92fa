package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.Rows;

/** {@code φ(x) = elu(x) + 1 = max(x, 0) + exp(min(x, 0))}, what linear attention puts in the place of the exponential of a score. */
final class PositiveFeatures {
    private PositiveFeatures() {}

    /** Replaces x by φ(x). */
    static void apply(Execution execution, Rows x) {
        Kernels kernels = execution.kernels();
        int stride = kernels.padded(x.channels());
        RowTiles.each(execution, x.count(), stride, (task, first, rows, scratch) -> {
            int count = rows * stride;
            float[] above = scratch.floats(0, count);
            float[] below = scratch.floats(1, count);
            x.read(first, rows, above, 0, stride);
            for (int i = 0; i < count; i++) {
                below[i] = Math.min(above[i], 0);
            }
            kernels.exponential(count, below, 0, below, 0);
            for (int i = 0; i < count; i++) {
                above[i] = Math.max(above[i], 0) + below[i];
            }
            x.write(first, rows, above, 0, stride);
        });
    }

    /** Replaces dφ by {@code dx = dφ · min(φ, 1)}: where x is negative, φ is its own slope. */
    static void gradient(Execution execution, Rows features, Rows gradient) {
        Kernels kernels = execution.kernels();
        int stride = kernels.padded(features.channels());
        RowTiles.each(execution, features.count(), stride, (task, first, rows, scratch) -> {
            int count = rows * stride;
            float[] slope = scratch.floats(0, count);
            float[] dx = scratch.floats(1, count);
            features.read(first, rows, slope, 0, stride);
            gradient.read(first, rows, dx, 0, stride);
            for (int i = 0; i < count; i++) {
                dx[i] *= Math.min(slope[i], 1);
            }
            gradient.write(first, rows, dx, 0, stride);
        });
    }
}
