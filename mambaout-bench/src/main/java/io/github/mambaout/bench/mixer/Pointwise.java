package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.Rows;

/** Pointwise operations on rows that may be parts of wider ones, split over threads. */
final class Pointwise {
    private Pointwise() {}

    @FunctionalInterface
    private interface Tiles {
        /** Computes {@code count} values of every tile, in place of the tiles that are written. */
        void apply(int count, float[][] tiles);
    }

    /** {@code y = f(x)}. */
    static void activate(Execution execution, Activation f, Rows x, Rows y) {
        Kernels kernels = execution.kernels();
        run(
                execution,
                new Rows[] {x},
                new Rows[] {y},
                (count, tiles) -> kernels.activate(f, count, tiles[0], 0, tiles[0], 0));
    }

    /** {@code dx = dy · f′(x)}. */
    static void activateGradient(Execution execution, Activation f, Rows x, Rows dy, Rows dx) {
        Kernels kernels = execution.kernels();
        run(
                execution,
                new Rows[] {dy, x},
                new Rows[] {dx},
                (count, tiles) -> kernels.activateGradient(f, count, tiles[1], 0, tiles[0], 0, tiles[0], 0));
    }

    /** {@code dx = dy · (1 − e⁻ʸ)}, the gradient of {@code y = softplus(x)}. */
    static void softplusGradient(Execution execution, Rows y, Rows dy, Rows dx) {
        Kernels kernels = execution.kernels();
        run(
                execution,
                new Rows[] {dy, y},
                new Rows[] {dx},
                (count, tiles) -> kernels.softplusGradient(count, tiles[1], 0, tiles[0], 0, tiles[0], 0));
    }

    /** {@code y = f(g) · v}. */
    static void gate(Execution execution, Activation f, Rows g, Rows v, Rows y) {
        Kernels kernels = execution.kernels();
        run(
                execution,
                new Rows[] {g, v},
                new Rows[] {y},
                (count, tiles) -> kernels.gate(f, count, tiles[0], 0, tiles[1], 0, tiles[0], 0));
    }

    /** {@code dg = dy · v · f′(g)}, {@code dv = dy · f(g)}. */
    static void gateGradient(Execution execution, Activation f, Rows g, Rows v, Rows dy, Rows dg, Rows dv) {
        Kernels kernels = execution.kernels();
        run(
                execution,
                new Rows[] {g, v, dy},
                new Rows[] {dg, dv},
                (count, tiles) -> kernels.gateGradient(
                        f, count, tiles[0], 0, tiles[1], 0, tiles[2], 0, tiles[0], 0, tiles[1], 0));
    }

    /** {@code x = x / 2}, exactly. */
    static void halve(Execution execution, Rows x) {
        Kernels kernels = execution.kernels();
        run(
                execution,
                new Rows[] {x},
                new Rows[] {x},
                (count, tiles) -> kernels.addScaled(count, -0.5f, tiles[0], 0, tiles[0], 0));
    }

    /** {@code y = a · b}. */
    static void multiply(Execution execution, Rows a, Rows b, Rows y) {
        Kernels kernels = execution.kernels();
        run(
                execution,
                new Rows[] {a, b},
                new Rows[] {y},
                (count, tiles) -> kernels.multiply(count, tiles[0], 0, tiles[1], 0, tiles[0], 0));
    }

    /** {@code y = x}. */
    static void copy(Execution execution, Rows x, Rows y) {
        run(execution, new Rows[] {x}, new Rows[] {y}, (count, tiles) -> {});
    }

    /** {@code y += x}. */
    static void add(Execution execution, Rows x, Rows y) {
        Kernels kernels = execution.kernels();
        run(
                execution,
                new Rows[] {y, x},
                new Rows[] {y},
                (count, tiles) -> kernels.addScaled(count, 1, tiles[1], 0, tiles[0], 0));
    }

    private static void run(Execution execution, Rows[] read, Rows[] written, Tiles operation) {
        int width = execution.kernels().padded(read[0].channels());
        RowTiles.each(execution, read[0].count(), width, (task, first, rows, scratch) -> {
            float[][] tiles = new float[read.length][];
            for (int i = 0; i < read.length; i++) {
                tiles[i] = scratch.floats(i, rows * width);
                read[i].read(first, rows, tiles[i], 0, width);
            }
            operation.apply(rows * width, tiles);
            for (int i = 0; i < written.length; i++) {
                written[i].write(first, rows, tiles[i], 0, width);
            }
        });
    }
}
