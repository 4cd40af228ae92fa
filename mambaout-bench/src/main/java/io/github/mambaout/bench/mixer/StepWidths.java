package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Initializer;
import io.github.mambaout.tensor.Rows;

/** The widths Δ of the steps of a state space model. */
final class StepWidths {
    private static final double LEAST = 1e-3;
    private static final double LARGEST = 1e-1;

    /** The bias whose softplus is log-uniform in the range of Mamba's first steps. */
    static final Initializer FIRST_BIAS = (random, index) -> {
        double step = LEAST * Math.exp(Math.log(LARGEST / LEAST) * random.uniform(index));
        return (float) (step + Math.log(-Math.expm1(-step)));
    };

    private StepWidths() {}

    /** {@code delta = softplus(steps + bias)}. */
    static void of(Execution execution, Rows steps, float[] bias, Rows delta) {
        Kernels kernels = execution.kernels();
        int width = bias.length;
        RowTiles.each(execution, steps.count(), width, (task, first, rows, scratch) -> {
            int count = kernels.padded(rows * width);
            float[] tile = scratch.floats(0, count);
            steps.read(first, rows, tile, 0, width);
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < width; i++) {
                    tile[row * width + i] += bias[i];
                }
            }
            kernels.softplus(count, tile, 0, tile, 0);
            delta.write(first, rows, tile, 0, width);
        });
    }
}
