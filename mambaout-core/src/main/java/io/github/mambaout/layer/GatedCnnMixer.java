package io.github.mambaout.layer;

/** MambaOut's own token mixer: a depthwise convolution. */
public final class GatedCnnMixer implements TokenMixerFactory {
    /** Makes the factory; for {@link java.util.ServiceLoader}. */
    public GatedCnnMixer() {}

    @Override
    public String name() {
        return GATED_CNN;
    }

    @Override
    public Layer create(int channels, int kernelSize) {
        return new DepthwiseConv2d(channels, kernelSize);
    }
}
