package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;

/**
 * {@code y = (x − mean) / √(variance + 1e-6) · weight + bias} over the channels of every row or pixel, with the biased
 * variance (Ba et al., 2016; timm's {@code LayerNorm} in MambaOut).
 *
 * <p>Input and output {@code [..., channels]}. Parameters: {@code weight [channels]}, ones; {@code bias [channels]}, zeros.
 * For the way back the input alone is kept: mean and deviation cost less to compute again than to store.
 */
public final class LayerNorm implements Layer {
    static final float EPSILON = 1e-6f;

    private final int channels;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameters parameters;
    private final Packed<float[]> paddedWeight;
    private final Packed<float[]> paddedBias;

    /** @param channels channels of the input, at least 1 */
    public LayerNorm(int channels) {
        if (channels < 1) {
            throw new IllegalArgumentException("A LayerNorm needs at least 1 channel, but was given " + channels);
        }
        this.channels = channels;
        weight = new Parameter("weight", Shape.of(channels), Initializer.ONES);
        bias = new Parameter("bias", Shape.of(channels), Initializer.ZEROS);
        parameters = Parameters.of(weight, bias);
        paddedWeight = Packed.vector(weight);
        paddedBias = Packed.vector(bias);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 1 || input.channels() != channels) {
            throw new ShapeMismatchException(toString(), "[..., " + channels + "]", input);
        }
        return input;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return 0;
    }

    int channels() {
        return channels;
    }

    /** @return the weight with zeros up to a multiple of the lanes */
    float[] paddedWeight(Kernels kernels) {
        return paddedWeight.get(kernels);
    }

    /** @return the bias, likewise */
    float[] paddedBias(Kernels kernels) {
        return paddedBias.get(kernels);
    }

    /** Normalises a tile in place; its rows are zero beyond the channels. Slots 0 and 1 behind {@code slot} are used. */
    private void normalise(Kernels kernels, int rows, float[] tile, int offset, int stride, Scratch scratch, int slot) {
        kernels.layerNorm(
                rows,
                channels,
                EPSILON,
                tile,
                offset,
                stride,
                paddedWeight.get(kernels),
                paddedBias.get(kernels),
                tile,
                offset,
                stride,
                scratch.floats(slot, rows),
                scratch.floats(slot + 1, rows));
    }

    /** Values that {@link #gradient} sums: those of the weight, then those of the bias. */
    int sums(Kernels kernels) {
        return 2 * kernels.padded(channels);
    }

    /**
     * The gradient of one tile, see {@link Kernels#layerNormGradient}; uses four slots from {@code slot} on.
     *
     * @param tile upstream gradient from index 0, zero beyond the channels; becomes the input's gradient
     * @param sums receives the parameters' gradients of this task
     */
    void gradient(
            Kernels kernels,
            Rows input,
            int task,
            int first,
            int rows,
            float[] tile,
            int stride,
            PartialSums sums,
            Scratch scratch,
            int slot) {
        int padded = kernels.padded(channels);
        float[] x = scratch.floats(slot, rows * stride);
        float[] normalised = scratch.floats(slot + 1, Math.max(rows * stride, 2 * padded));
        float[] mean = scratch.floats(slot + 2, rows);
        float[] inverseDeviation = scratch.floats(slot + 3, rows);
        input.read(first, rows, x, 0, stride);
        normalise(kernels, rows, x, stride, normalised, stride, mean, inverseDeviation);
        gradient(kernels, task, rows, x, stride, mean, inverseDeviation, tile, stride, sums);
    }

    /**
     * Normalises a tile into another one.
     *
     * @param x rows from index 0, zero beyond the channels
     * @param mean receives the mean of each row
     * @param inverseDeviation receives {@code 1 / √(variance + ε)} of each row
     */
    void normalise(
            Kernels kernels,
            int rows,
            float[] x,
            int stride,
            float[] to,
            int toStride,
            float[] mean,
            float[] inverseDeviation) {
        kernels.layerNorm(
                rows,
                channels,
                EPSILON,
                x,
                0,
                stride,
                paddedWeight.get(kernels),
                paddedBias.get(kernels),
                to,
                0,
                toStride,
                mean,
                inverseDeviation);
    }

    /** The gradient of one tile that {@link #normalise} has normalised; likewise. */
    void gradient(
            Kernels kernels,
            int task,
            int rows,
            float[] x,
            int stride,
            float[] mean,
            float[] inverseDeviation,
            float[] tile,
            int tileStride,
            PartialSums sums) {
        int padded = kernels.padded(channels);
        float[] dWeight = new float[padded];
        float[] dBias = new float[padded];
        kernels.layerNormGradient(
                rows,
                channels,
                x,
                0,
                stride,
                mean,
                inverseDeviation,
                paddedWeight.get(kernels),
                tile,
                0,
                tileStride,
                tile,
                0,
                tileStride,
                dWeight,
                dBias);
        sums.put(task, 0, dWeight, padded);
        sums.put(task, padded, dBias, padded);
    }

    /** Adds what {@link #gradient} summed to the parameters' gradients. */
    void addGradients(Kernels kernels, PartialSums sums, Gradients into) {
        float[] total = sums.total();
        PartialSums.add(total, 0, into.of(weight));
        PartialSums.add(total, kernels.padded(channels), into.of(bias));
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        Tensor output = execution.borrow(outputShape(input.shape()));
        Kernels kernels = execution.kernels();
        Rows from = Rows.of(input);
        Rows to = Rows.of(output);
        int stride = kernels.padded(channels);
        Tiles.each(execution.compute(), from.count(), stride, (task, first, rows, scratch) -> {
            float[] tile = scratch.floats(0, rows * stride);
            from.read(first, rows, tile, 0, stride);
            normalise(kernels, rows, tile, 0, stride, scratch, 1);
            to.write(first, rows, tile, 0, stride);
        });
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        Execution execution = training.execution();
        Tensor output = forward(input, execution);
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                return LayerNorm.this.backward(execution, input, outputGradient, into);
            }
        };
    }

    private Tensor backward(Execution execution, Tensor input, Tensor outputGradient, Gradients into) {
        Tensor inputGradient = execution.borrow(input.shape());
        Kernels kernels = execution.kernels();
        Rows x = Rows.of(input);
        Rows dy = Rows.of(outputGradient);
        Rows dx = Rows.of(inputGradient);
        int stride = kernels.padded(channels);
        PartialSums sums = new PartialSums(execution, Tiles.count(x.count(), stride), sums(kernels));
        Tiles.each(execution.compute(), x.count(), stride, (task, first, rows, scratch) -> {
            float[] tile = scratch.floats(0, rows * stride);
            dy.read(first, rows, tile, 0, stride);
            gradient(kernels, x, task, first, rows, tile, stride, sums, scratch, 1);
            dx.write(first, rows, tile, 0, stride);
        });
        addGradients(kernels, sums, into);
        return inputGradient;
    }

    @Override
    public String toString() {
        return "LayerNorm(" + channels + ")";
    }
}
