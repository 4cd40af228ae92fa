package io.github.mambaout.kernel;

import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;
import java.util.Arrays;

/**
 * Products of maps with weights, split over threads: the linear map of every row, and the gradient of its weights. Linear
 * layers and convolutions are both made of these.
 */
public final class MatrixProducts {
    /** Floats of a task's input and output tiles together: half of a second-level cache of 512 KB. */
    private static final int TILE_FLOATS = 64 * 1024;

    /** Rows of maps that one step of a weight gradient sums over; both tiles then stay in the first-level cache. */
    private static final int GRADIENT_ROWS = 64;

    /** Tasks of a weight gradient: enough to share among many cores, few enough that their partial sums are small. */
    private static final int GRADIENT_TASKS = 32;

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
        int chunk = rowsOfTask(weights);
        int count = x.count();
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

    /**
     * @param weights the matrix of a {@link #product}
     * @return rows of a task: its tiles begin at multiples of this
     */
    public static int rowsOfTask(PackedMatrix weights) {
        return Math.max(4, Math.min(64, TILE_FLOATS / (weights.depth() + weights.paddedColumns()))) / 4 * 4;
    }

    /**
     * The gradients of {@code y = x·Wᵀ + b}: {@code dW[n][k] += Σ_m dy[m][n]·x[m][k]} and {@code db[n] += Σ_m dy[m][n]}. Rows are
     * summed in parts whose bounds depend on the sizes alone, and the parts in order.
     *
     * @param compute kernels and threads
     * @param memory holds the partial sums
     * @param dy upstream gradient, rows of N values
     * @param x input, rows of K values
     * @param weightGradient {@code N·K} values in C order, added to
     * @param biasGradient N values, added to
     */
    public static void weightGradient(
            Compute compute, Workspace memory, Rows dy, TileSource x, Tensor weightGradient, Tensor biasGradient) {
        Kernels kernels = compute.kernels();
        int outputs = dy.channels();
        int inputs = x.channels();
        int width = kernels.padded(inputs);
        int block = Math.min(outputs, Math.max(16, TILE_FLOATS / width / 4 * 4));
        int blocks = (outputs + block - 1) / block;
        int parts = Math.max(1, Math.min(GRADIENT_TASKS / blocks, (x.count() + 255) / 256));
        int part = (x.count() + parts - 1) / parts;
        Tensor sums = memory.borrow(Shape.of(parts, outputs, width + 1));
        compute.workers().run(parts * blocks, (task, scratch) -> {
            int firstOutput = task % blocks * block;
            int size = Math.min(block, outputs - firstOutput);
            int begin = Math.min(x.count(), task / blocks * part);
            int end = Math.min(x.count(), begin + part);
            Rows upstream = dy.channels(firstOutput, size);
            int paddedSize = kernels.padded(size);
            float[] gradient = scratch.floats(0, GRADIENT_ROWS * paddedSize);
            float[] input = scratch.floats(1, GRADIENT_ROWS * width);
            float[] sum = scratch.floats(2, size * width);
            float[] bias = scratch.floats(3, paddedSize);
            Arrays.fill(sum, 0, size * width, 0);
            Arrays.fill(bias, 0, paddedSize, 0);
            for (int first = begin; first < end; first += GRADIENT_ROWS) {
                int rows = Math.min(GRADIENT_ROWS, end - first);
                upstream.read(first, rows, gradient, 0, paddedSize);
                x.read(first, rows, input, 0, width, scratch);
                kernels.multiplyAdd(size, rows, gradient, 0, 1, paddedSize, input, 0, width, width, sum, 0, width);
                kernels.addRows(rows, paddedSize, gradient, 0, paddedSize, bias, 0);
            }
            int to = (task / blocks * outputs + firstOutput) * (width + 1);
            for (int n = 0; n < size; n++) {
                sums.data().put(to + n * (width + 1), sum, n * width, width);
                sums.data().put(to + n * (width + 1) + width, bias[n]);
            }
        });
        addParts(compute, sums, parts, outputs, inputs, width, weightGradient, biasGradient);
        memory.release(sums);
    }

    private static void addParts(
            Compute compute,
            Tensor sums,
            int parts,
            int outputs,
            int inputs,
            int width,
            Tensor weightGradient,
            Tensor biasGradient) {
        Kernels kernels = compute.kernels();
        int chunk = Math.max(1, 16 * 1024 / width);
        compute.workers().run((outputs + chunk - 1) / chunk, (task, scratch) -> {
            float[] total = scratch.floats(0, width + kernels.lanes());
            float[] sum = scratch.floats(1, width + kernels.lanes());
            for (int n = task * chunk; n < Math.min(outputs, (task + 1) * chunk); n++) {
                Arrays.fill(total, 0, width + 1, 0);
                for (int part = 0; part < parts; part++) {
                    sums.data().get((part * outputs + n) * (width + 1), sum, 0, width + 1);
                    kernels.addScaled(width, 1, sum, 0, total, 0);
                    total[width] += sum[width];
                }
                weightGradient.data().get(n * inputs, sum, 0, inputs);
                kernels.addScaled(kernels.padded(inputs), 1, total, 0, sum, 0);
                weightGradient.data().put(n * inputs, sum, 0, inputs);
                biasGradient.data().put(n, biasGradient.get(n) + total[width]);
            }
        });
    }
}
