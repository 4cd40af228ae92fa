package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Initializer;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Packed;
import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Training;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * Convolves each channel along the sequence with a kernel of its own that looks back only: {@code y_t = bias + Σ_j w_j ·
 * x_{t−k+1+j}}, zeros before the beginning ({@code conv1d} of a Mamba block). {@link #backwards} walks the sequence from its end.
 *
 * <p>Input {@code [N, ..., C]}, output the same. Parameters: {@code weight [C, 1, k]} and {@code bias [C]}, uniform in ±k^−½.
 */
public final class CausalConv1d implements Layer {
    /** Channels of a task: 256 bytes of each row, and a multiple of every provider's lanes. */
    private static final int BLOCK = 64;

    private final int channels;
    private final int kernelSize;
    private final boolean backwards;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameters parameters;
    private final Packed<float[]> taps;
    private final Packed<float[]> paddedBias;

    /**
     * @param channels channels, at least 1
     * @param kernelSize steps that an output sees, at least 1
     */
    public CausalConv1d(int channels, int kernelSize) {
        this(channels, kernelSize, false);
    }

    private CausalConv1d(int channels, int kernelSize, boolean backwards) {
        if (channels < 1 || kernelSize < 1) {
            throw new IllegalArgumentException(
                    "A causal convolution needs at least 1 channel and a kernel of at least 1, but was given "
                            + channels + " and " + kernelSize);
        }
        this.channels = channels;
        this.kernelSize = kernelSize;
        this.backwards = backwards;
        Initializer uniform = Initializer.uniform(1 / Math.sqrt(kernelSize));
        weight = new Parameter("weight", Shape.of(channels, 1, kernelSize), uniform);
        bias = new Parameter("bias", Shape.of(channels), uniform);
        parameters = Parameters.of(weight, bias);
        taps = new Packed<>(this::packTaps, weight);
        paddedBias = Packed.vector(bias);
    }

    /**
     * @param channels channels, at least 1
     * @param kernelSize steps that an output sees, at least 1
     * @return the convolution of the reversed sequence, reversed: each output sees what comes after it
     */
    public static CausalConv1d backwards(int channels, int kernelSize) {
        return new CausalConv1d(channels, kernelSize, true);
    }

    /** One row of all channels for each tap. */
    private float[] packTaps(Kernels kernels) {
        int width = kernels.padded(channels);
        float[] rows = new float[kernelSize * width];
        for (int channel = 0; channel < channels; channel++) {
            for (int tap = 0; tap < kernelSize; tap++) {
                rows[tap * width + channel] = weight.value().get(channel * kernelSize + tap);
            }
        }
        return rows;
    }

    /** @return the row of a step of a sequence */
    private int rowOf(int sequence, int step, int length) {
        return sequence * length + (backwards ? length - 1 - step : step);
    }

    private int blocks() {
        return (channels + BLOCK - 1) / BLOCK;
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 3 || input.channels() != channels) {
            throw new ShapeMismatchException(toString(), "[N, ..., " + channels + "]", input);
        }
        return input;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return (long) outputShape(input).elements() * kernelSize;
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        Tensor output = execution.borrow(outputShape(input.shape()));
        forward(execution, input.shape().size(0), Rows.of(input), Rows.of(output));
        return output;
    }

    /** {@link #forward(Tensor, Execution)} on rows that may be parts of wider ones. */
    void forward(Execution execution, int sequences, Rows input, Rows output) {
        Kernels kernels = execution.kernels();
        int length = input.count() / Math.max(1, sequences);
        int width = kernels.padded(channels);
        float[] rows = taps.get(kernels);
        float[] start = paddedBias.get(kernels);
        execution.workers().run(sequences * blocks(), (task, scratch) -> {
            int from = task % blocks() * BLOCK;
            int used = Math.min(BLOCK, channels - from);
            int block = kernels.padded(used);
            Rows x = input.channels(from, used);
            Rows y = output.channels(from, used);
            float[] window = scratch.floats(0, kernelSize * block);
            float[] sum = scratch.floats(1, block);
            Arrays.fill(window, 0, kernelSize * block, 0);
            for (int t = 0; t < length; t++) {
                int row = rowOf(task / blocks(), t, length);
                // A ring of the last rows: step s lies in slot s modulo the kernel's size.
                x.read(row, 1, window, t % kernelSize * block, block);
                System.arraycopy(start, from, sum, 0, block);
                for (int tap = 0; tap < kernelSize; tap++) {
                    int slot = (t + 1 + tap) % kernelSize * block;
                    kernels.addProduct(block, window, slot, rows, tap * width + from, sum, 0);
                }
                y.write(row, 1, sum, 0, block);
            }
        });
    }

    /** {@code dx_s = Σ_j w_j · dy_{s+k−1−j}}, {@code dw_j = Σ_t dy_t · x_{t−k+1+j}}, {@code db = Σ_t dy_t}. */
    void backward(
            Execution execution, int sequences, Rows input, Rows outputGradient, Rows inputGradient, Gradients into) {
        Kernels kernels = execution.kernels();
        int length = input.count() / Math.max(1, sequences);
        int width = kernels.padded(channels);
        float[] rows = taps.get(kernels);
        // Per sequence: the gradient of each tap, then that of the bias.
        Tensor parts = execution.borrow(Shape.of(sequences, kernelSize + 1, width));
        execution.workers().run(sequences * blocks(), (task, scratch) -> {
            int from = task % blocks() * BLOCK;
            int used = Math.min(BLOCK, channels - from);
            int block = kernels.padded(used);
            Rows upstream = outputGradient.channels(from, used);
            Rows seen = input.channels(from, used);
            Rows toInput = inputGradient.channels(from, used);
            float[] window = scratch.floats(0, kernelSize * block);
            float[] sum = scratch.floats(1, block);
            float[] x = scratch.floats(2, block);
            float[] gradient = scratch.floats(3, (kernelSize + 1) * block);
            Arrays.fill(window, 0, kernelSize * block, 0);
            Arrays.fill(gradient, 0, (kernelSize + 1) * block, 0);
            for (int s = length - 1; s >= 0; s--) {
                int row = rowOf(task / blocks(), s, length);
                upstream.read(row, 1, window, s % kernelSize * block, block);
                seen.read(row, 1, x, 0, block);
                Arrays.fill(sum, 0, block, 0);
                for (int tap = 0; tap < kernelSize; tap++) {
                    int slot = (s + kernelSize - 1 - tap) % kernelSize * block;
                    kernels.addProduct(block, window, slot, rows, tap * width + from, sum, 0);
                    kernels.addProduct(block, window, slot, x, 0, gradient, tap * block);
                }
                kernels.addScaled(block, 1, window, s % kernelSize * block, gradient, kernelSize * block);
                toInput.write(row, 1, sum, 0, block);
            }
            for (int tap = 0; tap <= kernelSize; tap++) {
                int to = (task / blocks() * (kernelSize + 1) + tap) * width + from;
                parts.data().put(to, gradient, tap * block, block);
            }
        });
        addParts(kernels, parts, into);
        execution.memory().release(parts);
    }

    private void addParts(Kernels kernels, Tensor parts, Gradients into) {
        int width = kernels.padded(channels);
        float[] sum = new float[(kernelSize + 1) * width];
        float[] part = new float[sum.length];
        for (int sequence = 0; sequence < parts.shape().size(0); sequence++) {
            parts.data().get(sequence * sum.length, part);
            kernels.addScaled(sum.length, 1, part, 0, sum, 0);
        }
        Tensor weightGradient = into.of(weight);
        Tensor biasGradient = into.of(bias);
        for (int channel = 0; channel < channels; channel++) {
            for (int tap = 0; tap < kernelSize; tap++) {
                int index = channel * kernelSize + tap;
                weightGradient.data().put(index, weightGradient.get(index) + sum[tap * width + channel]);
            }
            biasGradient.data().put(channel, biasGradient.get(channel) + sum[kernelSize * width + channel]);
        }
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
                CausalConv1d.this.backward(
                        execution,
                        input.shape().size(0),
                        Rows.of(input),
                        Rows.of(outputGradient),
                        Rows.of(inputGradient),
                        into);
                return inputGradient;
            }
        };
    }

    @Override
    public String toString() {
        return "CausalConv1d(" + channels + ", " + kernelSize + (backwards ? ", backwards)" : ")");
    }
}
