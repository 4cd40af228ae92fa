package io.github.mambaout.layer;

/** No token mixing, the control that shows what mixing is worth. */
public final class IdentityMixer implements TokenMixerFactory {
    /** Makes the factory; for {@link java.util.ServiceLoader}. */
    public IdentityMixer() {}

    @Override
    public String name() {
        return IDENTITY;
    }

    @Override
    public Layer create(int channels, int kernelSize) {
        return new Identity();
    }
}
