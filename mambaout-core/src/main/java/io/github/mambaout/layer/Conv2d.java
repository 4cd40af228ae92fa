package io.github.mambaout.layer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.MatrixProducts;
import io.github.mambaout.kernel.PackedMatrix;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.kernel.TileSource;
import io.github.mambaout.kernel.TileTarget;
import io.github.mambaout.kernel.WeightSums;
import io.github.mambaout.layer.Patches.Grid;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Convolves a map with square kernels over all channels, padding with {@code kernelSize / 2} zeros on each side
 * ({@code torch.nn.Conv2d(in, out, kernelSize, stride, padding=kernelSize // 2)}).
 *
 * <p>Input {@code [N, H, W, in]}, output {@code [N, H', W', out]} with {@code H' = ⌊(H + 2·⌊k/2⌋ − k) / stride⌋ + 1}, which for
 * odd kernels is {@code ⌈H / stride⌉}. Parameters: {@code weight [out, in, k, k]}, truncated normal 0.02; {@code bias [out]},
 * zeros.
 *
 * <p>Forward, {@code y = patches · Wᵀ + b}, one row of patches a pixel of the output; likewise {@code dW = dyᵀ · patches}. On
 * the way back each input pixel gathers the outputs that saw it: which taps these are depends on the pixel's row and column
 * modulo the stride, so {@code dx} is one product of patches of {@code dy} for each of these {@code stride²} classes, and no
 * two tasks add to one place.
 */
public final class Conv2d implements Layer {
    private final int inputs;
    private final int outputs;
    private final int kernelSize;
    private final int stride;
    private final int padding;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameters parameters;
    private final Packed<PackedMatrix> forwardWeights;
    private final List<PixelClass> classes;
    private final Packed<float[]> paddedBias;

    /**
     * @param inputs channels of the input, at least 1
     * @param outputs channels of the output, at least 1
     * @param kernelSize height and width of the kernels, at least 1
     * @param stride distance of the output's pixels in the input, at least 1
     */
    public Conv2d(int inputs, int outputs, int kernelSize, int stride) {
        if (inputs < 1 || outputs < 1 || kernelSize < 1 || stride < 1) {
            throw new IllegalArgumentException(
                    "Channels, kernel size and stride of a convolution must be at least 1, but are " + inputs + " → "
                            + outputs + ", " + kernelSize + " and " + stride);
        }
        this.inputs = inputs;
        this.outputs = outputs;
        this.kernelSize = kernelSize;
        this.stride = stride;
        padding = kernelSize / 2;
        weight = new Parameter(
                "weight", Shape.of(outputs, inputs, kernelSize, kernelSize), Initializer.TRUNCATED_NORMAL);
        bias = new Parameter("bias", Shape.of(outputs), Initializer.ZEROS);
        parameters = Parameters.of(weight, bias);
        paddedBias = Packed.vector(bias);
        forwardWeights = Packed.reusable(
                kernels -> PackedMatrix.empty(kernels, kernelSize * kernelSize * inputs, outputs), this::pack, weight);
        classes = IntStream.range(0, stride * stride)
                .mapToObj(i -> new PixelClass(i / stride, i % stride))
                .toList();
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    /** @return the bias with zeros up to a multiple of the lanes */
    float[] paddedBias(Kernels kernels) {
        return paddedBias.get(kernels);
    }

    private void pack(PackedMatrix matrix, Kernels kernels, Scratch scratch) {
        int size = kernelSize * kernelSize * inputs;
        float[] ordered = scratch.floats(2, outputs * size);
        for (int output = 0; output < outputs; output++) {
            readAsPatch(output, inputs, ordered, output * size, scratch);
        }
        matrix.readTransposed(FloatBuffer.wrap(ordered), scratch);
    }

    /**
     * The weights of one output in the order of a patch's values. Patches hold their pixels row by row, each with all its
     * channels; the weights hold the channels outermost.
     *
     * @param pixelStride distance of two pixels of a patch, at least the number of inputs; zeros lie between
     * @param to receives {@code kernelSize² · pixelStride} values
     * @param offset index of the first one
     * @param scratch slot 1 is used
     */
    void readAsPatch(int output, int pixelStride, float[] to, int offset, Scratch scratch) {
        int taps = kernelSize * kernelSize;
        int size = taps * inputs;
        float[] values = scratch.floats(1, size);
        weight.value().data().get(output * size, values, 0, size);
        for (int tap = 0; tap < taps; tap++) {
            int start = offset + tap * pixelStride;
            for (int channel = 0; channel < inputs; channel++) {
                to[start + channel] = values[channel * taps + tap];
            }
            Arrays.fill(to, start + inputs, start + pixelStride, 0);
        }
    }

    /** The input's pixels {@code (y + stride·a, x + stride·b)}: those that the same taps of the kernel see. */
    private final class PixelClass {
        private final int y;
        private final int x;
        private final Taps rows;
        private final Taps columns;
        private final Packed<PackedMatrix> weights;

        PixelClass(int y, int x) {
            this.y = y;
            this.x = x;
            rows = new Taps(y);
            columns = new Taps(x);
            weights = Packed.reusable(
                    kernels -> PackedMatrix.empty(kernels, rows.count * columns.count * outputs, inputs),
                    this::pack,
                    weight);
        }

        private void pack(PackedMatrix matrix, Kernels kernels, Scratch scratch) {
            int taps = kernelSize * kernelSize;
            int size = taps * inputs;
            float[] values = scratch.floats(1, size);
            float[] ordered = scratch.floats(2, rows.count * columns.count * outputs * inputs);
            for (int output = 0; output < outputs; output++) {
                weight.value().data().get(output * size, values, 0, size);
                for (int i = 0; i < rows.count * columns.count; i++) {
                    int tap = rows.kernelIndex(i / columns.count) * kernelSize + columns.kernelIndex(i % columns.count);
                    int to = (i * outputs + output) * inputs;
                    for (int channel = 0; channel < inputs; channel++) {
                        ordered[to + channel] = values[channel * taps + tap];
                    }
                }
            }
            matrix.read(FloatBuffer.wrap(ordered));
        }

        void inputGradient(Compute compute, Tensor outputGradient, Tensor inputGradient) {
            Shape shape = inputGradient.shape();
            int height = shape.size(1);
            int width = shape.size(2);
            Grid grid = new Grid((height - y + stride - 1) / stride, (width - x + stride - 1) / stride);
            if (grid.height() < 1 || grid.width() < 1) {
                return;
            }
            PackedMatrix matrix = weights.get(compute.kernels());
            Patches patches = new Patches(
                    outputGradient, grid, 1, rows.first, columns.first, new Grid(rows.count, columns.count));
            TileTarget target = (first, count, tile, tileOffset, tileStride) -> {
                for (int i = 0; i < count; i++) {
                    int pixel = first + i;
                    int line = pixel / grid.width() % grid.height() * stride + y;
                    int column = pixel % grid.width() * stride + x;
                    int picture = pixel / grid.size();
                    inputGradient
                            .data()
                            .put(
                                    ((picture * height + line) * width + column) * inputs,
                                    tile,
                                    tileOffset + i * tileStride,
                                    inputs);
                }
            };
            MatrixProducts.product(
                    compute, patches, matrix, new float[matrix.paddedColumns()], target, MatrixProducts.Epilogue.NONE);
        }
    }

    /**
     * The taps of a kernel, along one axis, that see the input pixels {@code start + stride·a}: tap t as part of output
     * {@code a + first + position}, where the position rises as the tap falls.
     */
    private final class Taps {
        private final int count;
        private final int first;
        private final int last;

        Taps(int start) {
            int lowest = (start + padding) % stride;
            count = lowest >= kernelSize ? 0 : (kernelSize - 1 - lowest) / stride + 1;
            last = lowest + (count - 1) * stride;
            first = (start + padding - last) / stride;
        }

        int kernelIndex(int position) {
            return last - position * stride;
        }
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() != 4
                || input.channels() != inputs
                || outputSize(input.size(1)) < 1
                || outputSize(input.size(2)) < 1) {
            throw new ShapeMismatchException(toString(), "[N, H, W, " + inputs + "] that its kernel fits into", input);
        }
        return Shape.of(input.size(0), outputSize(input.size(1)), outputSize(input.size(2)), outputs);
    }

    private int outputSize(int size) {
        return size < 1 ? 0 : Math.floorDiv(size + 2 * padding - kernelSize, stride) + 1;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return (long) outputShape(input).elements() * inputs * kernelSize * kernelSize;
    }

    /** The patches of an input that the pixels of an output see. */
    TileSource patches(Tensor input, Shape output) {
        return new Patches(
                input,
                new Grid(output.size(1), output.size(2)),
                stride,
                -padding,
                -padding,
                new Grid(kernelSize, kernelSize));
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        Tensor output = execution.borrow(outputShape(input.shape()));
        product(
                execution.compute(),
                input,
                output.shape(),
                TileTarget.of(Rows.of(output)),
                MatrixProducts.Epilogue.NONE);
        return output;
    }

    /** The forward pass to any place. */
    void product(Compute compute, Tensor input, Shape output, TileTarget target, MatrixProducts.Epilogue epilogue) {
        Kernels kernels = compute.kernels();
        MatrixProducts.product(
                compute,
                patches(input, output),
                forwardWeights.get(kernels),
                paddedBias.get(kernels),
                target,
                epilogue);
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        return new ConvolutionPass(this, Optional.empty(), Optional.empty(), input, training.execution());
    }

    void inputGradient(Compute compute, Tensor outputGradient, Tensor inputGradient) {
        classes.forEach(pixels -> pixels.inputGradient(compute, outputGradient, inputGradient));
    }

    /** Adds sums of products of the output's gradient with {@link #patches}. */
    void addGradients(Execution execution, WeightSums products, Gradients into) {
        int taps = kernelSize * kernelSize;
        int size = taps * inputs;
        Tensor sums = execution.borrow(Shape.of(outputs, size));
        execution.workers().run(outputs, (output, scratch) -> {
            float[] zeros = scratch.floats(0, size);
            Arrays.fill(zeros, 0, size, 0);
            sums.data().put(output * size, zeros, 0, size);
        });
        products.addStraight(sums, into.of(bias));
        Tensor gradient = into.of(weight);
        execution.workers().run(outputs, (output, scratch) -> {
            float[] byTap = scratch.floats(0, size);
            float[] byChannel = scratch.floats(1, size);
            sums.data().get(output * size, byTap, 0, size);
            gradient.data().get(output * size, byChannel, 0, size);
            for (int channel = 0; channel < inputs; channel++) {
                for (int tap = 0; tap < taps; tap++) {
                    byChannel[channel * taps + tap] += byTap[tap * inputs + channel];
                }
            }
            gradient.data().put(output * size, byChannel, 0, size);
        });
        execution.memory().release(sums);
    }

    @Override
    public String toString() {
        return "Conv2d(" + inputs + " → " + outputs + ", " + kernelSize + "×" + kernelSize + ", stride " + stride + ")";
    }
}
