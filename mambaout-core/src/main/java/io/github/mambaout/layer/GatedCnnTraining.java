package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.MatrixProducts;
import io.github.mambaout.kernel.PackedMatrix;
import io.github.mambaout.kernel.RowTable;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.kernel.WeightSums;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Optional;

/**
 * One pass through a {@link GatedCnnBlock}, layer by layer, and the way back. The maps of the hidden width lie on the heap
 * ({@link HiddenMap}): products write them in place, the gate reads them in place, and on the way back gradients take their
 * places. Norm, gate, layer scale, drop path and sum are computed on the tiles of the linear maps while these are in cache, and
 * norm and gate once more on the way back.
 */
final class GatedCnnTraining implements Pass {
    static final float[] NOTHING_DROPPED = {};

    private static final int LEFT = Kernels.TRANSPOSED_STRIDE;

    private final GatedCnnBlock block;
    private final GatedCnnOptions options;
    private final GatedCnnWeights weights;
    private final Tensor input;
    private final float[] factors;
    private final Execution execution;
    private final Kernels kernels;
    private final HiddenMap hidden;
    private final HiddenMixing mixing;
    private final Tensor output;
    private final int count;
    private final int dimStride;
    private final float[] zeros;
    private final RowTable same;

    /**
     * Goes forward.
     *
     * @param block the block
     * @param input its input
     * @param training the pass, where there will be a way back
     * @param factors of the branch, one a sample; empty where nothing is dropped
     * @param execution threads and memory
     */
    GatedCnnTraining(
            GatedCnnBlock block, Tensor input, Optional<Training> training, float[] factors, Execution execution) {
        this.block = block;
        this.input = input;
        this.factors = factors;
        this.execution = execution;
        options = block.options();
        weights = block.weights();
        kernels = execution.kernels();
        count = input.shape().rows();
        dimStride = kernels.padded(options.dim());
        zeros = new float[Math.max(dimStride, kernels.padded(options.hidden()))];
        same = RowTable.dense(WeightSums.STEP_ROWS, 0, kernels.lanes());
        hidden = new HiddenMap(input.shape(), options, execution);
        mixing = mixing(training);
        expand();
        mixing.forward();
        output = execution.borrow(input.shape());
        contract();
    }

    private HiddenMixing mixing(Optional<Training> training) {
        Shape shape = input.shape().withChannels(options.convChannels());
        int rest = options.hidden() - options.convChannels();
        return block.mixer() instanceof DepthwiseConv2d convolution
                ? new DepthwiseMixing(convolution, hidden, shape, rest, execution)
                : new LayerMixing(
                        block.mixer(),
                        training.map(whole -> whole.at(options.mixerPart())),
                        hidden,
                        shape,
                        rest,
                        execution);
    }

    /** What is done with a tile of rows. */
    @FunctionalInterface
    private interface Work {
        void run(int number, int first, int rows, Scratch scratch);
    }

    private void each(int chunk, Work work) {
        execution.workers().run((count + chunk - 1) / chunk, (task, scratch) -> {
            int first = task * chunk;
            work.run(task, first, Math.min(chunk, count - first), scratch);
        });
    }

    private RowTable tile(int rows, int stride) {
        return RowTable.dense(rows, stride, kernels.lanes());
    }

    private void expand() {
        Rows x = Rows.of(input);
        int chunk = MatrixProducts.rowsOfTask(weights.gate().forward(kernels), count);
        RowTable normed = tile(chunk, dimStride);
        RowTable map = hidden.table(chunk);
        each(chunk, (task, first, rows, scratch) -> {
            float[] tile = scratch.floats(0, rows * dimStride);
            x.read(first, rows, tile, 0, dimStride);
            block.norm()
                    .normalise(
                            kernels,
                            rows,
                            tile,
                            dimStride,
                            tile,
                            dimStride,
                            scratch.floats(1, rows),
                            scratch.floats(2, rows));
            expand(weights.gate(), rows, tile, normed, hidden.gate(), map, hidden.start(first));
            expand(weights.value(), rows, tile, normed, hidden.value(), map, hidden.start(first));
            mixing.take(first, rows);
        });
    }

    private void expand(
            GatedCnnWeights.Half half,
            int rows,
            float[] tile,
            RowTable tileRows,
            float[] map,
            RowTable mapRows,
            int to) {
        half.forward(kernels).multiply(kernels, rows, tile, tileRows, 0, half.bias(kernels), same, map, mapRows, to);
        hidden.clearBehind(rows, map, to);
    }

    private void contract() {
        Rows x = Rows.of(input);
        Rows y = Rows.of(output);
        PackedMatrix matrix = weights.contract(kernels);
        float[] bias = block.fc2().paddedBias(kernels);
        int chunk = MatrixProducts.rowsOfTask(matrix, count);
        RowTable gatedRows = hidden.table(chunk);
        RowTable outRows = tile(chunk, dimStride);
        each(chunk, (task, first, rows, scratch) -> {
            mixing.put(first, rows);
            int values = rows * hidden.stride();
            int start = hidden.start(first);
            float[] gated = scratch.floats(0, values);
            kernels.gate(options.activation(), values, hidden.gate(), start, hidden.value(), start, gated, 0);
            float[] out = scratch.floats(1, rows * dimStride);
            matrix.multiply(kernels, rows, gated, gatedRows, 0, bias, same, out, outRows, 0);
            float[] total = scratch.floats(2, rows * dimStride);
            x.read(first, rows, total, 0, dimStride);
            addBranch(first, rows, out, total);
            y.write(first, rows, total, 0, dimStride);
        });
    }

    /** The sum with the input, behind layer scale and drop path. */
    private void addBranch(int first, int rows, float[] branch, float[] total) {
        scale(rows, branch, 0, dimStride, branch);
        int pixels = count / Math.max(1, input.shape().size(0));
        for (int row = 0; row < rows; ) {
            int sample = (first + row) / pixels;
            int end = Math.min(rows, (sample + 1) * pixels - first);
            float factor = factors.length == 0 ? 1 : factors[sample];
            if (factor != 0) {
                int at = row * dimStride;
                kernels.addScaled((end - row) * dimStride, factor, branch, at, total, at);
            }
            row = end;
        }
    }

    /** Layer scale, where there is one. */
    private void scale(int rows, float[] from, int offset, int stride, float[] to) {
        if (options.scaled()) {
            float[] gamma = block.scale().factors(kernels);
            for (int row = 0; row < rows; row++) {
                int at = offset + row * stride;
                kernels.multiply(dimStride, from, at, gamma, 0, to, at);
            }
        }
    }

    @Override
    public Tensor output() {
        return output;
    }

    @Override
    public Tensor backward(Tensor outputGradient, Gradients into) {
        Tensor branchGradient = outputGradient;
        if (factors.length > 0) {
            branchGradient = execution.borrow(outputGradient.shape());
            DropPath.scale(execution, outputGradient, branchGradient, factors);
        }
        mixing.prepareGradient();
        gateGradient(Rows.of(branchGradient), into);
        if (branchGradient != outputGradient) {
            execution.memory().release(branchGradient);
        }
        mixing.backward(into);
        Tensor inputGradient = execution.borrow(input.shape());
        inputGradient(Rows.of(outputGradient), Rows.of(inputGradient), into);
        mixing.release();
        hidden.release();
        return inputGradient;
    }

    /** Gives back what a way back would have needed. */
    void release() {
        mixing.release();
        hidden.release();
    }

    /** Back through fc2 and the gate. */
    private void gateGradient(Rows upstream, Gradients into) {
        WeightSums sums =
                WeightSums.straight(execution.compute(), execution.memory(), count, options.dim(), options.hidden());
        int stride = hidden.stride();
        if (sums.readsRowsOnce()) {
            RowTable leftRows = tile(WeightSums.STEP_ROWS, LEFT);
            RowTable map = hidden.table(WeightSums.STEP_ROWS);
            sums.run((first, rows, task, scratch) -> {
                float[] left = scratch.floats(0, WeightSums.leftFloats(options.dim()));
                float[] gated = scratch.floats(1, rows * stride);
                upstream.readBeside(first, rows, left, 0, LEFT);
                gateGradient(first, rows, left, LEFT, leftRows, map, gated, 0, scratch);
                task.add(rows, left, 0, gated, 0, stride);
            });
            addContractGradients(sums, into);
            return;
        }
        float[] gated = hidden.borrowMap();
        int chunk = MatrixProducts.rowsOfTask(weights.contractBack(kernels), count);
        RowTable tileRows = tile(chunk, dimStride);
        RowTable map = hidden.table(chunk);
        each(chunk, (task, first, rows, scratch) -> {
            float[] tile = scratch.floats(0, rows * dimStride);
            upstream.read(first, rows, tile, 0, dimStride);
            gateGradient(first, rows, tile, dimStride, tileRows, map, gated, hidden.start(first), scratch);
        });
        sums.run((first, rows, task, scratch) -> {
            float[] tile = scratch.floats(0, rows * dimStride);
            float[] left = scratch.floats(1, WeightSums.leftFloats(options.dim()));
            upstream.read(first, rows, tile, 0, dimStride);
            WeightSums.putLeft(rows, options.dim(), tile, 0, dimStride, left);
            task.add(rows, left, 0, gated, hidden.start(first), stride);
        });
        addContractGradients(sums, into);
        execution.memory().release(gated);
    }

    /**
     * The gradients of g, i and the mixer's output take the places of these.
     *
     * @param dy upstream gradient from index 0
     * @param gated receives what the gate gave, rows as far apart as those of the hidden map
     */
    private void gateGradient(
            int first,
            int rows,
            float[] dy,
            int dyStride,
            RowTable dyRows,
            RowTable map,
            float[] gated,
            int gatedStart,
            Scratch scratch) {
        int values = rows * hidden.stride();
        int start = hidden.start(first);
        float[] scaled = options.scaled() ? scratch.floats(8, rows * dyStride) : dy;
        scale(rows, dy, 0, dyStride, scaled);
        float[] gradient = scratch.floats(9, values);
        weights.contractBack(kernels).multiply(kernels, rows, scaled, dyRows, 0, zeros, same, gradient, map, 0);
        hidden.clearBehind(rows, gradient, 0);
        kernels.gateAndGradient(
                options.activation(),
                values,
                hidden.gate(),
                start,
                hidden.value(),
                start,
                gradient,
                0,
                gated,
                gatedStart,
                hidden.gate(),
                start,
                hidden.value(),
                start);
        mixing.takeGradient(first, rows);
    }

    private void addContractGradients(WeightSums sums, Gradients into) {
        Linear fc2 = block.fc2();
        if (options.scaled()) {
            addScaledGradients(sums, into);
        } else {
            sums.addStraight(into.of(fc2.weight()), into.of(fc2.bias()));
        }
    }

    /**
     * The gradients of fc2 and of the layer scale behind it. With G and h the gradients that fc2's weight and bias would
     * have without the scale, {@code dW = gamma·G}, {@code db = gamma·h} and
     * {@code dgamma[n] = Σ_k W[n][k]·G[n][k] + b[n]·h[n]}; so fc2's output is not needed again.
     */
    private void addScaledGradients(WeightSums sums, Gradients into) {
        int dim = options.dim();
        int width = options.hidden();
        Linear fc2 = block.fc2();
        Tensor weightSums = execution.borrow(Shape.of(dim, width));
        Tensor biasSums = execution.borrow(Shape.of(dim));
        execution.workers().run(dim, (n, scratch) -> {
            weightSums.data().put(n * width, zeros, 0, width);
            biasSums.data().put(n, 0);
        });
        sums.addStraight(weightSums, biasSums);
        Tensor weight = fc2.weight().value();
        Tensor weightGradient = into.of(fc2.weight());
        Tensor bias = fc2.bias().value();
        Tensor biasGradient = into.of(fc2.bias());
        Tensor factor = block.scale().gamma().value();
        Tensor factorGradient = into.of(block.scale().gamma());
        execution.workers().run(dim, (n, scratch) -> {
            float gamma = factor.get(n);
            double sum = (double) bias.get(n) * biasSums.get(n);
            for (int k = n * width; k < (n + 1) * width; k++) {
                float unscaled = weightSums.get(k);
                sum += (double) weight.get(k) * unscaled;
                weightGradient.data().put(k, weightGradient.get(k) + gamma * unscaled);
            }
            biasGradient.data().put(n, biasGradient.get(n) + gamma * biasSums.get(n));
            factorGradient.data().put(n, factorGradient.get(n) + (float) sum);
        });
        execution.memory().release(weightSums);
        execution.memory().release(biasSums);
    }

    /** Back through fc1 and the norm, and the sum with the input. */
    private void inputGradient(Rows outputGradient, Rows inputGradient, Gradients into) {
        WeightSums sums =
                WeightSums.turned(execution.compute(), execution.memory(), count, options.dim(), options.hidden(), 2);
        int chunk = sums.readsRowsOnce()
                ? WeightSums.STEP_ROWS
                : MatrixProducts.rowsOfTask(weights.value().back(kernels), count);
        PartialSums normSums = new PartialSums(
                execution, (count + chunk - 1) / chunk, block.norm().sums(kernels));
        TileGradient tile = new TileGradient(chunk, outputGradient, inputGradient, normSums);
        if (sums.readsRowsOnce()) {
            sums.run((first, rows, task, scratch) -> {
                float[] left = scratch.floats(0, WeightSums.leftFloats(options.dim()));
                tile.compute(first / chunk, first, rows, left, LEFT, scratch);
                addExpandGradients(first, rows, left, task);
            });
        } else {
            float[] normed = execution.memory().borrowArray(Math.multiplyExact(count, dimStride));
            each(chunk, (task, first, rows, scratch) -> {
                float[] to = scratch.floats(0, rows * dimStride);
                tile.compute(task, first, rows, to, dimStride, scratch);
                System.arraycopy(to, 0, normed, first * dimStride, rows * dimStride);
            });
            sums.run((first, rows, task, scratch) -> {
                float[] left = scratch.floats(0, WeightSums.leftFloats(options.dim()));
                WeightSums.putLeft(rows, options.dim(), normed, first * dimStride, dimStride, left);
                addExpandGradients(first, rows, left, task);
            });
            execution.memory().release(normed);
        }
        sums.addTurned(into.of(block.fc1().weight()), into.of(block.fc1().bias()));
        block.norm().addGradients(kernels, normSums, into);
    }

    private void addExpandGradients(int first, int rows, float[] left, WeightSums.Task task) {
        int start = hidden.start(first);
        task.add(rows, left, 0, hidden.gate(), start, hidden.stride());
        task.add(rows, left, 1, hidden.value(), start, hidden.stride());
    }

    /** The input's gradient, tile by tile. */
    private final class TileGradient {
        private final Rows x = Rows.of(input);
        private final Rows outputGradient;
        private final Rows inputGradient;
        private final PartialSums sums;
        private final RowTable map;
        private final RowTable out;

        TileGradient(int chunk, Rows outputGradient, Rows inputGradient, PartialSums sums) {
            this.outputGradient = outputGradient;
            this.inputGradient = inputGradient;
            this.sums = sums;
            map = hidden.table(chunk);
            out = tile(chunk, dimStride);
        }

        /**
         * @param number of the tile
         * @param normed receives the normalised input from index 0
         */
        void compute(int number, int first, int rows, float[] normed, int normedStride, Scratch scratch) {
            int start = hidden.start(first);
            float[] in = scratch.floats(1, rows * dimStride);
            float[] gradient = scratch.floats(2, rows * dimStride);
            float[] mean = scratch.floats(3, rows);
            float[] inverseDeviation = scratch.floats(4, rows);
            mixing.putGradient(first, rows);
            weights.gate()
                    .back(kernels)
                    .multiply(kernels, rows, hidden.gate(), map, start, zeros, same, gradient, out, 0);
            weights.value()
                    .back(kernels)
                    .multiply(kernels, rows, hidden.value(), map, start, gradient, out, gradient, out, 0);
            x.read(first, rows, in, 0, dimStride);
            block.norm().normalise(kernels, rows, in, dimStride, normed, normedStride, mean, inverseDeviation);
            block.norm()
                    .gradient(kernels, number, rows, in, dimStride, mean, inverseDeviation, gradient, dimStride, sums);
            outputGradient.read(first, rows, in, 0, dimStride);
            kernels.addScaled(rows * dimStride, 1, in, 0, gradient, 0);
            inputGradient.write(first, rows, gradient, 0, dimStride);
        }
    }
}
