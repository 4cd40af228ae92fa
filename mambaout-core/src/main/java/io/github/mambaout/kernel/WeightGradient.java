package io.github.mambaout.kernel;

import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;
import java.util.Arrays;

/**
 * The gradients of {@code y = x·Wᵀ + b}, one product over all rows: {@code dW = dyᵀ·x}. A task sums a part of the rows for a
 * block of outputs into a tile, some rows at a time; then the parts are added in order. Where there is one part, it adds to the
 * gradient at once. {@link WeightGradientPlan} tells how the work is cut.
 */
final class WeightGradient {
    private static final int STEP_ROWS = WeightGradientPlan.STEP_ROWS;

    private final Compute compute;
    private final Kernels kernels;
    private final Rows dy;
    private final TileSource x;
    private final WeightGradientPlan plan;
    private final int outputs;
    private final int inputs;
    private final int block;
    private final int blocks;
    private final int parts;
    private final boolean turned;

    WeightGradient(Compute compute, Rows dy, TileSource x) {
        this.compute = compute;
        kernels = compute.kernels();
        this.dy = dy;
        this.x = x;
        plan = WeightGradientPlan.of(kernels, x.count(), dy.channels(), x.channels());
        outputs = plan.outputs();
        inputs = plan.inputs();
        block = plan.block();
        blocks = plan.blocks();
        parts = plan.parts();
        turned = plan.turned();
    }

    private int firstOutput(int index) {
        return index * block;
    }

    private int outputs(int index) {
        return Math.min(block, outputs - firstOutput(index));
    }

    private int tileRows(int index) {
        return turned ? inputs : outputs(index);
    }

    /** Products are computed four rows at a time. */
    private int paddedTileRows(int index) {
        return (tileRows(index) + 3) / 4 * 4;
    }

    private int tileColumns(int index) {
        return kernels.padded(turned ? outputs(index) : inputs);
    }

    /** Floats of a block's sums: the tile, and behind it the bias's. */
    private int sumFloats(int index) {
        return firstBias(index) + kernels.padded(outputs(index));
    }

    private int firstBias(int index) {
        return paddedTileRows(index) * tileColumns(index);
    }

    /** An odd number of vectors: rows a power of two apart would meet in few sets of the first-level cache. */
    private int stride(int channels) {
        int padded = kernels.padded(channels);
        return padded / kernels.lanes() % 2 == 0 ? padded + kernels.lanes() : padded;
    }

    void addTo(Workspace memory, Tensor weightGradient, Tensor biasGradient) {
        if (parts == 1) {
            compute.workers().run(blocks, (task, scratch) -> addAtOnce(task, weightGradient, biasGradient, scratch));
            return;
        }
        Tensor sums = memory.borrow(Shape.of(parts * blocks, sumFloats(0)));
        compute.workers().run(parts * blocks, (task, scratch) -> {
            int index = task % blocks;
            float[] sum = scratch.floats(2, sumFloats(index));
            Arrays.fill(sum, 0, sumFloats(index), 0);
            addRows(index, task / blocks, sum, scratch);
            sums.data().put(task * sumFloats(0), sum, 0, sumFloats(index));
        });
        int chunks = (tileRows(0) + chunkRows() - 1) / chunkRows();
        compute.workers().run(blocks * (chunks + 1), (task, scratch) -> {
            int index = task / (chunks + 1);
            int chunk = task % (chunks + 1);
            if (chunk == chunks) {
                addBias(index, sums, biasGradient, scratch);
            } else if (turned) {
                addTurned(index, chunk * chunkRows(), sums, weightGradient, scratch);
            } else {
                addStraight(index, chunk * chunkRows(), sums, weightGradient, scratch);
            }
        });
        memory.release(sums);
    }

    private void addAtOnce(int index, Tensor weightGradient, Tensor biasGradient, Scratch scratch) {
        int size = outputs(index);
        int columns = tileColumns(index);
        Rows weights = new Rows(weightGradient.data(), firstOutput(index) * inputs, size, inputs, inputs);
        float[] sum = scratch.floats(2, sumFloats(index));
        weights.read(0, size, sum, 0, columns);
        biasGradient.data().get(firstOutput(index), sum, firstBias(index), size);
        addRows(index, 0, sum, scratch);
        weights.write(0, size, sum, 0, columns);
        biasGradient.data().put(firstOutput(index), sum, firstBias(index), size);
    }

    /** Adds the products of a part's rows to a block's sums. */
    private void addRows(int index, int part, float[] sum, Scratch scratch) {
        int size = outputs(index);
        int begin = plan.firstRow(part);
        int end = plan.firstRow(part + 1);
        int dyStride = turned ? stride(size) : Kernels.TRANSPOSED_STRIDE;
        int xStride = stride(inputs);
        int columns = tileColumns(index);
        float[] gradient = scratch.floats(0, STEP_ROWS * dyStride);
        float[] input = scratch.floats(1, STEP_ROWS * xStride);
        for (int first = begin; first < end; first += STEP_ROWS) {
            int rows = Math.min(STEP_ROWS, end - first);
            dy.channels(firstOutput(index), size).readBeside(first, rows, gradient, 0, dyStride);
            x.read(first, rows, input, 0, xStride, scratch);
            if (turned) {
                float[] left = scratch.floats(3, STEP_ROWS * Kernels.TRANSPOSED_STRIDE);
                for (int row = 0; row < rows; row++) {
                    System.arraycopy(input, row * xStride, left, row * Kernels.TRANSPOSED_STRIDE, inputs);
                }
                kernels.multiplyAddTransposed(inputs, rows, left, 0, gradient, 0, dyStride, columns, sum, 0, columns);
            } else {
                kernels.multiplyAddTransposed(size, rows, gradient, 0, input, 0, xStride, columns, sum, 0, columns);
            }
            kernels.addRows(rows, kernels.padded(size), gradient, 0, dyStride, sum, firstBias(index));
        }
    }

    /** Rows of the tile that are added up at once: a vector of inputs if turned, else 64 KB. */
    private int chunkRows() {
        return turned ? kernels.lanes() : Math.max(1, 16 * 1024 / tileColumns(0));
    }

    /** The sums of all parts, in order. */
    private float[] total(int index, int from, int count, Tensor sums, Scratch scratch) {
        int padded = kernels.padded(count);
        float[] total = scratch.floats(0, padded);
        float[] sum = scratch.floats(1, padded);
        Arrays.fill(total, 0, padded, 0);
        for (int part = 0; part < parts; part++) {
            sums.data().get((part * blocks + index) * sumFloats(0) + from, sum, 0, count);
            kernels.addScaled(padded, 1, sum, 0, total, 0);
        }
        return total;
    }

    private void addBias(int index, Tensor sums, Tensor biasGradient, Scratch scratch) {
        int size = outputs(index);
        float[] total = total(index, firstBias(index), kernels.padded(size), sums, scratch);
        for (int n = 0; n < size; n++) {
            int output = firstOutput(index) + n;
            biasGradient.data().put(output, biasGradient.get(output) + total[n]);
        }
    }

    private void addStraight(int index, int firstRow, Tensor sums, Tensor weightGradient, Scratch scratch) {
        int columns = tileColumns(index);
        int rows = Math.min(chunkRows(), tileRows(index) - firstRow);
        if (rows <= 0) {
            return;
        }
        float[] total = total(index, firstRow * columns, rows * columns, sums, scratch);
        float[] before = scratch.floats(2, columns);
        for (int row = 0; row < rows; row++) {
            int at = (firstOutput(index) + firstRow + row) * inputs;
            weightGradient.data().get(at, before, 0, inputs);
            kernels.addScaled(columns, 1, before, 0, total, row * columns);
            weightGradient.data().put(at, total, row * columns, inputs);
        }
    }

    private void addTurned(int index, int firstInput, Tensor sums, Tensor weightGradient, Scratch scratch) {
        int columns = tileColumns(index);
        int range = Math.min(chunkRows(), inputs - firstInput);
        float[] total = total(index, firstInput * columns, range * columns, sums, scratch);
        float[] values = scratch.floats(2, kernels.lanes());
        for (int n = 0; n < outputs(index); n++) {
            int at = (firstOutput(index) + n) * inputs + firstInput;
            weightGradient.data().get(at, values, 0, range);
            for (int k = 0; k < range; k++) {
                values[k] += total[k * columns + n];
            }
            weightGradient.data().put(at, values, 0, range);
        }
    }
}
