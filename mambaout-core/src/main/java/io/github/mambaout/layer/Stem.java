package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;

/**
 * The first layers of MambaOut: two 3×3 convolutions of stride 2 with an activation between them and a norm behind (timm's
 * {@code Stem}).
 *
 * <p>Input {@code [N, H, W, in]}, output {@code [N, ⌈⌈H/2⌉/2⌉, ⌈⌈W/2⌉/2⌉, out]}. Parts: {@code conv1} (in → out / 2),
 * {@code norm1} where there is one, {@code act}, {@code conv2} (out / 2 → out), {@code norm2}.
 */
public final class Stem extends Composite {

    /**
     * @param inputChannels channels of the pictures, at least 1
     * @param outputChannels channels of the output, at least 2
     * @param middleNorm whether there is a norm before the activation (the paper's models; those of timm have none)
     * @param activation the function between the convolutions
     */
    public Stem(int inputChannels, int outputChannels, boolean middleNorm, Activation activation) {
        super(body(inputChannels, outputChannels, middleNorm, activation));
    }

    private static Sequential body(int inputs, int outputs, boolean middleNorm, Activation activation) {
        if (outputs < 2) {
            throw new IllegalArgumentException(
                    "A stem needs at least 2 channels in its output, half of them in the middle, but was given "
                            + outputs);
        }
        int middle = outputs / 2;
        Sequential.Builder body = Sequential.builder().add("conv1", new Conv2d(inputs, middle, 3, 2));
        if (middleNorm) {
            body.add("norm1", new LayerNorm(middle));
        }
        return body.add("act", Pointwise.of(activation))
                .add("conv2", new Conv2d(middle, outputs, 3, 2))
                .add("norm2", new LayerNorm(outputs))
                .build();
    }
}
