package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * Convolves each channel with its own square kernel, padding with zeros so that height and width stay the same (the token
 * mixer of MambaOut's Gated CNN block, section 4; a convolution with {@code groups = channels} in timm).
 *
 * <p>Input and output {@code [N, H, W, channels]}. Parameters: {@code weight [channels, 1, k, k]}, truncated normal 0.02;
 * {@code bias [channels]}, zeros. On the way back, {@code dx} is {@code dy} convolved with the kernels turned by half a turn
 * and {@code dw[i][j] = Σ x[y + i][x + j] · dy[y][x]}; the input is kept for it.
 *
 * <p>A task copies a band of a picture into planes of one vector of channels with a border of zeros, one plane a vector,
 * and computes the band's rows from them.
 */
public final class DepthwiseConv2d implements Layer {
    private static final int INPUT = 0;
    private static final int PLANES = 1;
    private static final int ROW = 2;
    private static final int SUMS = 3;
    private static final int BIAS_SUMS = 4;

    private final int channels;
    private final int kernelSize;
    private final Parameter weight;
    private final Parameter bias;
    private final boolean biased;
    private final Parameters parameters;
    private final Packed<float[]> forwardWeights;
    private final Packed<float[]> backwardWeights;
    private final Packed<float[]> paddedBias;

    /**
     * @param channels channels of the input, at least 1
     * @param kernelSize height and width of the kernels, odd
     */
    public DepthwiseConv2d(int channels, int kernelSize) {
        this(channels, kernelSize, true);
    }

    private DepthwiseConv2d(int channels, int kernelSize, boolean biased) {
        if (channels < 1 || kernelSize < 1 || kernelSize % 2 == 0) {
            throw new IllegalArgumentException(
                    "A depthwise convolution needs at least 1 channel and an odd kernel size, but was given " + channels
                            + " and " + kernelSize);
        }
        this.channels = channels;
        this.kernelSize = kernelSize;
        this.biased = biased;
        weight = new Parameter("weight", Shape.of(channels, 1, kernelSize, kernelSize), Initializer.TRUNCATED_NORMAL);
        bias = new Parameter("bias", Shape.of(channels), Initializer.ZEROS);
        parameters = biased ? Parameters.of(weight, bias) : Parameters.of(weight);
        forwardWeights = packed(false);
        backwardWeights = packed(true);
        paddedBias = Packed.vector(bias);
    }

    /**
     * @param channels channels of the input, at least 1
     * @param kernelSize height and width of the kernels, odd
     * @return the convolution whose only parameter is {@code weight}
     */
    public static DepthwiseConv2d withoutBias(int channels, int kernelSize) {
        return new DepthwiseConv2d(channels, kernelSize, false);
    }

    /** @return the weights as {@link Kernels#depthwiseRow} takes them, group after group of channels */
    float[] taps(Kernels kernels) {
        return forwardWeights.get(kernels);
    }

    /** @return the bias with zeros up to a multiple of the lanes */
    float[] paddedBias(Kernels kernels) {
        return paddedBias.get(kernels);
    }

    /** Group after group of channels; in each, tap after tap one vector. */
    private Packed<float[]> packed(boolean turned) {
        int taps = kernelSize * kernelSize;
        return Packed.reusable(
                kernels -> new float[kernels.padded(channels) * taps],
                (packed, kernels, scratch) -> {
                    int lanes = kernels.lanes();
                    float[] values = scratch.floats(0, channels * taps);
                    weight.value().data().get(0, values, 0, channels * taps);
                    for (int channel = 0; channel < channels; channel++) {
                        int to = channel / lanes * taps * lanes + channel % lanes;
                        for (int tap = 0; tap < taps; tap++) {
                            packed[to + tap * lanes] = values[channel * taps + (turned ? taps - 1 - tap : tap)];
                        }
                    }
                },
                weight);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input.requireMaps(toString(), channels);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return (long) outputShape(input).elements() * kernelSize * kernelSize;
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        Tensor output = execution.borrow(outputShape(input.shape()));
        Kernels kernels = execution.kernels();
        convolve(
                execution,
                input.shape(),
                PixelMap.of(input),
                forwardWeights.get(kernels),
                paddedBias.get(kernels),
                PixelMap.of(output));
        return output;
    }

    /** The forward pass from any map of a shape to any other. */
    void forward(Execution execution, Shape shape, PixelMap input, PixelMap output) {
        Kernels kernels = execution.kernels();
        convolve(execution, shape, input, forwardWeights.get(kernels), paddedBias.get(kernels), output);
    }

    /**
     * The way back on maps of a shape.
     *
     * @param input what went forward
     * @param outputGradient gradient of what came out
     * @param inputGradient receives the gradient of the input; may be the input itself
     */
    void backward(
            Execution execution,
            Shape shape,
            PixelMap input,
            PixelMap outputGradient,
            PixelMap inputGradient,
            Gradients into) {
        Kernels kernels = execution.kernels();
        addParameterGradients(execution, shape, input, outputGradient, into);
        float[] noBias = new float[kernels.padded(channels)];
        convolve(execution, shape, outputGradient, backwardWeights.get(kernels), noBias, inputGradient);
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
                Tensor inputGradient = execution.borrow(input.shape());
                DepthwiseConv2d.this.backward(
                        execution,
                        input.shape(),
                        PixelMap.of(input),
                        PixelMap.of(outputGradient),
                        PixelMap.of(inputGradient),
                        into);
                return inputGradient;
            }
        };
    }

    private void convolve(
            Execution execution, Shape shape, PixelMap input, float[] weights, float[] biases, PixelMap output) {
        Kernels kernels = execution.kernels();
        int lanes = kernels.lanes();
        int taps = kernelSize * kernelSize;
        DepthwiseTasks tasks = DepthwiseTasks.of(kernels, shape, kernelSize);
        execution.workers().run(tasks.count(), (task, scratch) -> {
            DepthwiseTasks.Band band = tasks.band(task);
            int stride = band.paddedChannels();
            fillPlanes(kernels, input, band, scratch);
            float[] planes = scratch.floats(PLANES, band.planes());
            int pixels = band.rows() * band.width();
            PixelMap.Line to =
                    output.line(band.firstPixel(0), pixels, band.firstChannel(), band.channels(), stride, scratch, ROW);
            for (int group = 0; group * lanes < stride; group++) {
                int channel = band.firstChannel() + group * lanes;
                for (int y = 0; y < band.rows(); y++) {
                    kernels.depthwiseRow(
                            band.width(),
                            kernelSize,
                            planes,
                            band.plane(group) + y * band.planeRow(),
                            band.planeRow(),
                            weights,
                            channel * taps,
                            biases,
                            channel,
                            to.values(),
                            to.offset() + y * band.width() * to.stride() + group * lanes,
                            to.stride());
                }
            }
            output.write(to, band.firstPixel(0), pixels, band.firstChannel(), band.channels());
        });
    }

    /** Planes fill the second-level cache; a group's own is then read from the first. */
    private void fillPlanes(Kernels kernels, PixelMap input, DepthwiseTasks.Band band, Scratch scratch) {
        int lanes = kernels.lanes();
        int stride = band.paddedChannels();
        int border = kernelSize / 2;
        float[] planes = scratch.floats(PLANES, band.planes());
        for (int y = -border; y < band.rows() + border; y++) {
            boolean inside = band.inside(y);
            PixelMap.Line line = inside
                    ? input.read(
                            band.firstPixel(y),
                            band.width(),
                            band.firstChannel(),
                            band.channels(),
                            stride,
                            scratch,
                            INPUT)
                    : PixelMap.NO_LINE;
            for (int group = 0; group * lanes < stride; group++) {
                int begin = band.plane(group) + (y + border) * band.planeRow();
                if (y == -border) {
                    Arrays.fill(planes, begin, begin + border * lanes, 0);
                }
                // A border on the right and the next line's on the left lie beside one another.
                int end = Math.min(band.plane(group + 1), begin + band.planeRow() + border * lanes);
                int zeros = inside ? begin + band.planeRow() - border * lanes : begin + border * lanes;
                Arrays.fill(planes, zeros, end, 0);
                if (inside) {
                    kernels.copyVectors(
                            band.width(),
                            line.values(),
                            line.offset() + group * lanes,
                            line.stride(),
                            planes,
                            begin + border * lanes,
                            lanes);
                }
            }
        }
    }

    private void addParameterGradients(
            Execution execution, Shape shape, PixelMap input, PixelMap outputGradient, Gradients into) {
        Kernels kernels = execution.kernels();
        int lanes = kernels.lanes();
        int taps = kernelSize * kernelSize;
        int padded = kernels.padded(channels);
        DepthwiseTasks tasks = DepthwiseTasks.of(kernels, shape, kernelSize);
        PartialSums sums = new PartialSums(execution, tasks.parts(), padded * (taps + 1));
        execution.workers().run(tasks.parts() * tasks.blocks(), (task, scratch) -> {
            int part = task / tasks.blocks();
            int block = task % tasks.blocks();
            int stride = tasks.paddedChannels(block);
            float[] weightSums = scratch.floats(SUMS, stride * taps);
            float[] biasSums = scratch.floats(BIAS_SUMS, stride);
            Arrays.fill(weightSums, 0, stride * taps, 0);
            Arrays.fill(biasSums, 0, stride, 0);
            for (int index = tasks.firstBand(part); index < tasks.firstBand(part + 1); index++) {
                DepthwiseTasks.Band band = tasks.band(index * tasks.blocks() + block);
                fillPlanes(kernels, input, band, scratch);
                float[] planes = scratch.floats(PLANES, band.planes());
                int pixels = band.rows() * band.width();
                PixelMap.Line dy = outputGradient.read(
                        band.firstPixel(0), pixels, band.firstChannel(), band.channels(), stride, scratch, ROW);
                kernels.addRows(pixels, stride, dy.values(), dy.offset(), dy.stride(), biasSums, 0);
                for (int group = 0; group * lanes < stride; group++) {
                    for (int y = 0; y < band.rows(); y++) {
                        kernels.depthwiseWeightGradientRow(
                                band.width(),
                                kernelSize,
                                planes,
                                band.plane(group) + y * band.planeRow(),
                                band.planeRow(),
                                dy.values(),
                                dy.offset() + y * band.width() * dy.stride() + group * lanes,
                                dy.stride(),
                                weightSums,
                                group * lanes * taps);
                    }
                }
            }
            int firstChannel = tasks.firstChannel(block);
            sums.put(part, firstChannel * taps, weightSums, stride * taps);
            sums.put(part, padded * taps + firstChannel, biasSums, stride);
        });
        float[] total = sums.total();
        if (biased) {
            PartialSums.add(total, padded * taps, into.of(bias));
        }
        PartialSums.add(unpack(total, lanes), 0, into.of(weight));
    }

    private float[] unpack(float[] packed, int lanes) {
        int taps = kernelSize * kernelSize;
        float[] values = new float[channels * taps];
        for (int channel = 0; channel < channels; channel++) {
            for (int tap = 0; tap < taps; tap++) {
                values[channel * taps + tap] = packed[(channel / lanes * taps + tap) * lanes + channel % lanes];
            }
        }
        return values;
    }

    @Override
    public String toString() {
        return "DepthwiseConv2d(" + channels + ", " + kernelSize + "×" + kernelSize + ")";
    }
}
