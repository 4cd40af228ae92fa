package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.PackedMatrix;
import io.github.mambaout.kernel.PackedMemory;
import io.github.mambaout.kernel.Scratch;

/**
 * The weights of a 3×3 convolution of stride 2, packed for maps that hold their patches line by line. The values of a patch's
 * line lie side by side in a map, so the product over a patch is one over each of its three lines.
 */
final class FusedConvolution {
    private static final int SIZE = 3;

    private final int inputStride;
    private final int outputs;
    private final PackedMatrix weights;
    private final float[] bias;

    /**
     * @param kernels the provider
     * @param memory where the weights are put
     * @param convolution 3×3, stride 2
     * @param inputStride floats of a pixel of the input map
     */
    FusedConvolution(Kernels kernels, PackedMemory memory, Conv2d convolution, int inputStride) {
        this.inputStride = inputStride;
        outputs = convolution.outputs();
        bias = convolution.paddedBias(kernels);
        Scratch scratch = new Scratch();
        weights = PackedMatrix.ofColumns(
                kernels,
                memory,
                SIZE * SIZE * inputStride,
                outputs,
                (output, to, offset) -> convolution.readAsPatch(output, inputStride, to, offset, scratch));
    }

    int outputs() {
        return outputs;
    }

    float[] bias() {
        return bias;
    }

    PackedMatrix weights() {
        return weights;
    }

    int lines() {
        return SIZE;
    }

    /** @return values of a line of a patch */
    int lineDepth() {
        return SIZE * inputStride;
    }
}
