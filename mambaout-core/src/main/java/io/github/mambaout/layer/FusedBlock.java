package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.PackedMatrix;
import io.github.mambaout.kernel.PackedMemory;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * The weights of a {@link GatedCnnBlock} rearranged for prediction. The norm's scale and shift are part of fc1, the layer scale
 * is part of fc2. Of fc1's outputs, those that meet in the gate are cut into the same panels: the part i and its gates, the
 * part c that is convolved and its gates. Both parts are padded to whole vectors of their own; fc2 has rows of zeros there.
 *
 * <p>What is behind the gate, h, is kept panel by panel, each with its rows without gaps: so the gate runs over long stretches,
 * and the sum over h's channels in fc2 over one panel after the other.
 */
final class FusedBlock {
    private final int dim;
    private final Activation activation;
    private final int kernelSize;
    private final Half rest;
    private final Half mixed;
    private final float[] taps;
    private final float[] tapsBias;
    private final PackedMatrix contract;
    private final float[] contractBias;

    /** One of the two parts that are gated: its own map out of the norm, and that of its gates. */
    record Half(PackedMatrix value, Bias valueBias, PackedMatrix gate, Bias gateBias, int firstHidden) {
        int panels() {
            return value.panels();
        }

        /** @return channels of h before this panel */
        int hidden(int panel) {
            return firstHidden + value.column(panel);
        }
    }

    /** A bias with zeros up to a multiple of the lanes. */
    static final class Bias {
        private final float[] values;

        Bias(float[] values) {
            this.values = values;
        }

        float[] values() {
            return values;
        }
    }

    FusedBlock(Kernels kernels, PackedMemory memory, GatedCnnBlock block) {
        DepthwiseConv2d convolution = block.convolution();
        GatedCnnOptions options = block.options();
        dim = options.dim();
        activation = options.activation();
        kernelSize = options.kernelSize();
        int hidden = options.hidden();
        int convChannels = options.convChannels();
        int restChannels = hidden - convChannels;
        int restPadded = kernels.padded(restChannels);
        rest = half(kernels, memory, block, hidden, 0, restChannels, 0);
        mixed = half(kernels, memory, block, 2 * hidden - convChannels, restChannels, convChannels, restPadded);
        taps = convolution.taps(kernels);
        tapsBias = convolution.paddedBias(kernels);
        float[] scale = block.scaleFactors();
        Tensor weight = block.fc2().weight().value();
        contract = PackedMatrix.ofColumns(
                kernels, memory, restPadded + kernels.padded(convChannels), dim, (output, to, offset) -> {
                    int end = offset + restPadded + kernels.padded(convChannels);
                    weight.data().get(output * hidden, to, offset, restChannels);
                    Arrays.fill(to, offset + restChannels, offset + restPadded, 0);
                    weight.data().get(output * hidden + restChannels, to, offset + restPadded, convChannels);
                    Arrays.fill(to, offset + restPadded + convChannels, end, 0);
                    if (scale.length > 0) {
                        for (int k = offset; k < end; k++) {
                            to[k] *= scale[output];
                        }
                    }
                });
        contractBias = new float[kernels.padded(dim)];
        block.fc2().bias().value().data().get(0, contractBias, 0, dim);
        for (int output = 0; output < scale.length; output++) {
            contractBias[output] *= scale[output];
        }
    }

    private static Half half(
            Kernels kernels,
            PackedMemory memory,
            GatedCnnBlock block,
            int firstValue,
            int firstGate,
            int channels,
            int firstHidden) {
        Linear fc1 = block.fc1();
        return new Half(
                normed(kernels, memory, block.norm(), fc1, firstValue, channels),
                normedBias(kernels, block.norm(), fc1, firstValue, channels),
                normed(kernels, memory, block.norm(), fc1, firstGate, channels),
                normedBias(kernels, block.norm(), fc1, firstGate, channels),
                firstHidden);
    }

    /** Some outputs of a linear map behind a norm: {@code W·diag(scale)}. */
    static PackedMatrix normed(
            Kernels kernels, PackedMemory memory, LayerNorm norm, Linear linear, int first, int count) {
        float[] scale = norm.paddedWeight(kernels);
        Tensor weight = linear.weight().value();
        int depth = norm.channels();
        return PackedMatrix.ofColumns(kernels, memory, depth, count, (output, to, offset) -> {
            weight.data().get((first + output) * depth, to, offset, depth);
            for (int k = 0; k < depth; k++) {
                to[offset + k] *= scale[k];
            }
        });
    }

    /** {@code b + W·shift} of these outputs. */
    static Bias normedBias(Kernels kernels, LayerNorm norm, Linear linear, int first, int count) {
        float[] shift = norm.paddedBias(kernels);
        int depth = norm.channels();
        float[] row = new float[depth];
        float[] values = new float[kernels.padded(count)];
        for (int output = 0; output < count; output++) {
            linear.weight().value().data().get((first + output) * depth, row, 0, depth);
            double sum = linear.bias().value().get(first + output);
            for (int k = 0; k < depth; k++) {
                sum += (double) row[k] * shift[k];
            }
            values[output] = (float) sum;
        }
        return new Bias(values);
    }

    int dim() {
        return dim;
    }

    Activation activation() {
        return activation;
    }

    int kernelSize() {
        return kernelSize;
    }

    /** @return the part i */
    Half rest() {
        return rest;
    }

    /** @return the part c */
    Half mixed() {
        return mixed;
    }

    /** @return the depthwise convolution's weights, see {@link Kernels#depthwiseRow} */
    float[] taps() {
        return taps;
    }

    float[] tapsBias() {
        return tapsBias;
    }

    /** @return fc2 */
    PackedMatrix contract() {
        return contract;
    }

    float[] contractBias() {
        return contractBias;
    }

    /** @return channels of h, with those that are padding */
    int hidden() {
        return contract.depth();
    }

    /** @return values of all packed weights */
    long weights() {
        return (long) dim * 2 * hidden() + (long) hidden() * contract.paddedColumns();
    }
}
