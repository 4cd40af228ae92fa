package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.MatrixProducts;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.kernel.TileSource;
import io.github.mambaout.kernel.TileTarget;
import io.github.mambaout.kernel.WeightSums;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Tensor;
import java.util.Optional;

/**
 * One pass through a convolution and the norm and the activation behind it, where there are such, which are computed on the tiles of
 * the convolution while these are in cache. For the way back the input and what the convolution gave are kept.
 */
final class ConvolutionPass implements Pass {
    private final Conv2d convolution;
    private final Optional<LayerNorm> norm;
    private final Optional<Activation> activation;
    private final Tensor input;
    private final Execution execution;
    private final Kernels kernels;
    private final Optional<float[]> raw;
    private final Tensor output;
    private final int count;
    private final int channels;
    private final int stride;

    /**
     * Goes forward.
     *
     * @param convolution the convolution
     * @param norm the norm behind it
     * @param activation the function behind both
     * @param input the convolution's input
     * @param execution threads and memory
     */
    ConvolutionPass(
            Conv2d convolution,
            Optional<LayerNorm> norm,
            Optional<Activation> activation,
            Tensor input,
            Execution execution) {
        this.convolution = convolution;
        this.norm = norm;
        this.activation = activation;
        this.input = input;
        this.execution = execution;
        kernels = execution.kernels();
        output = execution.borrow(convolution.outputShape(input.shape()));
        count = output.shape().rows();
        channels = output.shape().channels();
        stride = kernels.padded(channels);
        raw = isPlain()
                ? Optional.empty()
                : Optional.of(execution.memory().borrowArray(Math.multiplyExact(count, stride)));
        MatrixProducts.Epilogue behind = (first, rows, tile, tileStride, scratch) -> {
            System.arraycopy(tile, 0, raw.orElseThrow(), first * stride, rows * stride);
            norm.ifPresent(it -> it.normalise(
                    kernels,
                    rows,
                    tile,
                    tileStride,
                    tile,
                    tileStride,
                    scratch.floats(4, rows),
                    scratch.floats(5, rows)));
            activation.ifPresent(it -> kernels.activate(it, rows * tileStride, tile, 0, tile, 0));
        };
        convolution.product(
                execution.compute(),
                input,
                output.shape(),
                TileTarget.of(Rows.of(output)),
                isPlain() ? MatrixProducts.Epilogue.NONE : behind);
    }

    private boolean isPlain() {
        return norm.isEmpty() && activation.isEmpty();
    }

    @Override
    public Tensor output() {
        return output;
    }

    @Override
    public void backwardParameters(Tensor outputGradient, Gradients into) {
        backward(outputGradient, Optional.empty(), into);
    }

    @Override
    public Tensor backward(Tensor outputGradient, Gradients into) {
        Tensor rawGradient = isPlain() ? outputGradient : execution.borrow(output.shape());
        backward(outputGradient, Optional.of(rawGradient), into);
        Tensor inputGradient = execution.borrow(input.shape());
        convolution.inputGradient(execution.compute(), rawGradient, inputGradient);
        if (!isPlain()) {
            execution.memory().release(rawGradient);
        }
        return inputGradient;
    }

    /**
     * The gradients of the parameters.
     *
     * @param wanted receives the gradient of what the convolution gave, if anybody wants it
     */
    private void backward(Tensor outputGradient, Optional<Tensor> wanted, Gradients into) {
        TileSource patches = convolution.patches(input, output.shape());
        WeightSums sums =
                WeightSums.straight(execution.compute(), execution.memory(), count, channels, patches.channels());
        int patchStride = kernels.padded(patches.channels());
        int chunk = WeightSums.STEP_ROWS;
        int tiles = (count + chunk - 1) / chunk;
        Optional<PartialSums> normSums = norm.map(it -> new PartialSums(execution, tiles, it.sums(kernels)));
        Rows upstream = Rows.of(outputGradient);
        if (sums.readsRowsOnce()) {
            sums.run((first, rows, task, scratch) -> {
                float[] left = scratch.floats(0, WeightSums.leftFloats(channels));
                float[] right = scratch.floats(1, rows * patchStride);
                float[] tile = scratch.floats(2, rows * stride);
                upstream.read(first, rows, tile, 0, stride);
                behindGradient(first / chunk, first, rows, tile, normSums, scratch);
                wanted.filter(map -> map != outputGradient)
                        .ifPresent(map -> Rows.of(map).write(first, rows, tile, 0, stride));
                WeightSums.putLeft(rows, channels, tile, 0, stride, left);
                patches.read(first, rows, right, 0, patchStride, scratch);
                task.add(rows, left, 0, right, 0, patchStride);
            });
        } else {
            float[] gradients = execution.memory().borrowArray(Math.multiplyExact(count, stride));
            float[] gathered = execution.memory().borrowArray(Math.multiplyExact(count, patchStride));
            execution.workers().run(tiles, (task, scratch) -> {
                int first = task * chunk;
                int rows = Math.min(chunk, count - first);
                float[] tile = scratch.floats(2, rows * stride);
                upstream.read(first, rows, tile, 0, stride);
                behindGradient(task, first, rows, tile, normSums, scratch);
                wanted.filter(map -> map != outputGradient)
                        .ifPresent(map -> Rows.of(map).write(first, rows, tile, 0, stride));
                System.arraycopy(tile, 0, gradients, first * stride, rows * stride);
                patches.read(first, rows, gathered, first * patchStride, patchStride, scratch);
            });
            sums.run((first, rows, task, scratch) -> {
                float[] left = scratch.floats(0, WeightSums.leftFloats(channels));
                WeightSums.putLeft(rows, channels, gradients, first * stride, stride, left);
                task.add(rows, left, 0, gathered, first * patchStride, patchStride);
            });
            execution.memory().release(gradients);
            execution.memory().release(gathered);
        }
        convolution.addGradients(execution, sums, into);
        norm.ifPresent(it -> it.addGradients(kernels, normSums.orElseThrow(), into));
        raw.ifPresent(execution.memory()::release);
    }

    /** Back through activation and norm, in place. */
    private void behindGradient(
            int number, int first, int rows, float[] tile, Optional<PartialSums> normSums, Scratch scratch) {
        if (isPlain()) {
            return;
        }
        float[] x = scratch.floats(3, rows * stride);
        float[] normed = scratch.floats(4, rows * stride);
        float[] mean = scratch.floats(5, rows);
        float[] inverseDeviation = scratch.floats(6, rows);
        System.arraycopy(raw.orElseThrow(), first * stride, x, 0, rows * stride);
        norm.ifPresent(it -> it.normalise(kernels, rows, x, stride, normed, stride, mean, inverseDeviation));
        activation.ifPresent(
                it -> kernels.activateGradient(it, rows * stride, norm.isPresent() ? normed : x, 0, tile, 0, tile, 0));
        norm.ifPresent(it -> it.gradient(
                kernels, number, rows, x, stride, mean, inverseDeviation, tile, stride, normSums.orElseThrow()));
    }
}
