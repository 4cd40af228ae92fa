package io.github.mambaout.kernel;

import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;

/**
 * Products of maps with weights, split over threads: the linear map of every row, and the gradient of its weights. Linear
 * layers and convolutions are both made of these.
 */
public final class MatrixProducts {
    /** Floats of a task's input and output tiles together: three quarters of a second-level cache of 512 KB. */
    private static final int TILE_FLOATS = 96 * 1024;

    /** Rows of a task at most; more do not make it faster. */
    private static final int MOST_ROWS = 64;

    /** Rows of a task at least where there are enough: each task reads all weights. */
    private static final int LEAST_ROWS = 12;

    /** Tasks that are wanted, so that threads end nearly together. */
    private static final int TASKS = 16;

    /** Up to this many rows, threads share the weights and not the rows: reading the weights takes the time. */
    private static final int FEW_ROWS = 8;

    private MatrixProducts() {}

    /** What happens to a tile of results while it is in cache. */
    @FunctionalInterface
    public interface Epilogue {
        /** Leaves the tile as it is. */
        Epilogue NONE = (first, rows, tile, tileStride, scratch) -> {};

        /**
         * @param first first row of the map that the tile holds
         * @param rows rows of the tile
         * @param tile results from index 0
         * @param tileStride distance of its rows
         * @param scratch further tiles; slots from 4 to 11 are free
         */
        void apply(int first, int rows, float[] tile, int tileStride, Scratch scratch);
    }

    /**
     * {@code y = epilogue(x · weights + bias)} for every row.
     *
     * @param compute kernels and threads
     * @param x rows of {@code weights.depth()} values
     * @param weights packed for these kernels
     * @param bias {@code weights.paddedColumns()} values, zeros where there is none
     * @param y takes rows of {@code weights.columns()} values
     * @param epilogue what happens to the results before they are written
     */
    public static void product(
            Compute compute, TileSource x, PackedMatrix weights, float[] bias, TileTarget y, Epilogue epilogue) {
        Kernels kernels = compute.kernels();
        int depth = weights.depth();
        int stride = kernels.padded(depth);
        int width = weights.paddedColumns();
        int count = x.count();
        if (count <= FEW_ROWS) {
            productOfFewRows(compute, x, weights, bias, y, epilogue);
            return;
        }
        int chunk = rowsOfTask(weights, count);
        compute.workers().run((count + chunk - 1) / chunk, (task, scratch) -> {
            int first = task * chunk;
            int rows = Math.min(chunk, count - first);
            float[] in = scratch.floats(0, rows * stride);
            float[] out = scratch.floats(1, rows * width);
            x.read(first, rows, in, 0, stride, scratch);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(bias, 0, out, row * width, width);
            }
            weights.multiplyAdd(kernels, rows, in, 0, stride, out, 0, width);
            epilogue.apply(first, rows, out, width, scratch);
            y.write(first, rows, out, 0, width);
        });
    }

    private static void productOfFewRows(
            Compute compute, TileSource x, PackedMatrix weights, float[] bias, TileTarget y, Epilogue epilogue) {
        Kernels kernels = compute.kernels();
        int rows = x.count();
        int stride = kernels.padded(weights.depth());
        int width = weights.paddedColumns();
        float[] in = new float[rows * stride];
        float[] out = new float[rows * width];
        compute.workers().run(1, (task, scratch) -> x.read(0, rows, in, 0, stride, scratch));
        for (int row = 0; row < rows; row++) {
            System.arraycopy(bias, 0, out, row * width, width);
        }
        compute.workers()
                .run(
                        weights.panels(),
                        (panel, scratch) ->
                                weights.multiplyAddPanel(kernels, panel, rows, in, 0, stride, out, 0, width));
        compute.workers().run(1, (task, scratch) -> {
            epilogue.apply(0, rows, out, width, scratch);
            y.write(0, rows, out, 0, width);
        });
    }

    /**
     * Where the tiles of a {@link #product} begin: at multiples of this. It depends on the sizes alone.
     *
     * @param weights the matrix of the product
     * @param count rows of the product
     * @return rows of a task
     */
    public static int rowsOfTask(PackedMatrix weights, int count) {
        if (count <= FEW_ROWS) {
            return FEW_ROWS;
        }
        int most = Math.max(4, Math.min(MOST_ROWS, TILE_FLOATS / (weights.depth() + weights.paddedColumns())) / 4 * 4);
        int tasks = Math.max((count + most - 1) / most, Math.min(TASKS, (count + LEAST_ROWS - 1) / LEAST_ROWS));
        return Math.min(most, ((count + tasks - 1) / tasks + 3) / 4 * 4);
    }

    /**
     * The gradients of {@code y = x·Wᵀ + b}: {@code dW[n][k] += Σ_m dy[m][n]·x[m][k]} and {@code db[n] += Σ_m dy[m][n]}. Rows are
     * summed in parts whose bounds depend on the sizes alone, and the parts in order ({@link WeightSums}).
     *
     * @param compute kernels and threads
     * @param memory holds the partial sums
     * @param dy upstream gradient, rows of N values
     * @param x input, rows of K values
     * @param weightGradient {@code N·K} values in C order, added to
     * @param biasGradient N values, added to
     */
    public static void weightGradient(
            Compute compute, Workspace memory, Rows dy, Rows x, Tensor weightGradient, Tensor biasGradient) {
        // The right side of the products is read in vectors and wants to be the wider one.
        if (x.channels() >= dy.channels()) {
            sums(compute, WeightSums.straight(compute, memory, x.count(), dy.channels(), x.channels()), dy, x)
                    .addStraight(weightGradient, biasGradient);
        } else {
            sums(compute, WeightSums.turned(compute, memory, x.count(), x.channels(), dy.channels(), 1), x, dy)
                    .addTurned(weightGradient, biasGradient);
        }
    }

    private static WeightSums sums(Compute compute, WeightSums sums, Rows left, Rows right) {
        int leftStride = compute.kernels().padded(left.channels());
        int rightStride = compute.kernels().padded(right.channels());
        sums.run((first, rows, task, scratch) -> {
            float[] read = scratch.floats(0, rows * leftStride);
            float[] tile = scratch.floats(1, WeightSums.leftFloats(left.channels()));
            float[] values = scratch.floats(2, rows * rightStride);
            left.read(first, rows, read, 0, leftStride);
            WeightSums.putLeft(rows, left.channels(), read, 0, leftStride, tile);
            right.read(first, rows, values, 0, rightStride);
            task.add(rows, tile, 0, values, 0, rightStride);
        });
        return sums;
    }
}
