package io.github.mambaout.layer;

/**
 * Between two stages of MambaOut: a 3×3 convolution of stride 2 and a norm, behind it (timm's {@code Downsample}, the
 * paper's models) or before it ({@code DownsampleNormFirst}).
 *
 * <p>Input {@code [N, H, W, in]}, output {@code [N, ⌈H/2⌉, ⌈W/2⌉, out]}. Parts: {@code conv} and {@code norm} in their order.
 */
public final class Downsample extends Composite {

    /**
     * @param inputChannels channels of the input, at least 1
     * @param outputChannels channels of the output, at least 1
     * @param normFirst whether the norm comes before the convolution
     */
    public Downsample(int inputChannels, int outputChannels, boolean normFirst) {
        super(body(new Conv2d(inputChannels, outputChannels, 3, 2), inputChannels, outputChannels, normFirst));
    }

    private static Sequential body(Conv2d convolution, int inputs, int outputs, boolean normFirst) {
        return normFirst
                ? Sequential.builder()
                        .add("norm", new LayerNorm(inputs))
                        .add("conv", convolution)
                        .build()
                : Sequential.builder()
                        .add("conv", convolution)
                        .add("norm", new LayerNorm(outputs))
                        .build();
    }
}
