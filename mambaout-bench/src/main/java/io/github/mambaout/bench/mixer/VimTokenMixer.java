package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.TokenMixerFactory;

/**
 * The twin of Vision Mamba's blocks (arXiv 2401.09417): {@code x += mixer(norm x)}, where the mixer scans the pixels row by row and
 * from the last to the first ({@link MambaMixer#ofBothDirections}), twice as wide inside as outside, with 16 states a channel.
 *
 * <p>Two things differ from the published code. There the Δ of the backward direction begins by chance, its weights as those of any
 * linear map and its bias at zero, so that Δ is about 0.7; here both directions begin with the Δ of Mamba, log-uniform in [0.001, 0.1]. And
 * the norm is the LayerNorm that all twins have. Of the options it heeds dim, layer scale and drop path.
 *
 * <p>In training by {@code --mixer vim}.
 */
public final class VimTokenMixer implements TokenMixerFactory {
    /** The name in configurations. */
    public static final String NAME = "vim";

    /** Makes the factory; for {@link java.util.ServiceLoader}. */
    public VimTokenMixer() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Layer create(int channels, int kernelSize) {
        return MambaMixer.ofBothDirections(channels);
    }

    @Override
    public Layer block(GatedCnnOptions options) {
        return PreNormBlock.of(options, "mixer", create(options.dim(), options.kernelSize()));
    }
}
