package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.TokenMixerFactory;

/**
 * The twin with linear attention, MILA's block (arXiv 2405.16605): {@code x += cpe1(x)}, {@code x += mixer(norm x)} with a
 * {@link MilaMixer}, {@code x += cpe2(x)}, {@code x += mlp(norm x)} with an MLP four times as wide; cpe1 and cpe2 are 3×3 convolutions of
 * each channel. It is the control of a state space model without what makes it one: nothing is forgotten, and no token comes before
 * another. Of the options it heeds dim, activation (of the MLP), layer scale and drop path.
 *
 * <p>In training by {@code --mixer linear-attention}.
 */
public final class LinearAttentionTokenMixer implements TokenMixerFactory {
    /** The name in configurations. */
    public static final String NAME = "linear-attention";

    private static final int MLP_RATIO = 4;

    /** Makes the factory; for {@link java.util.ServiceLoader}. */
    public LinearAttentionTokenMixer() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Layer create(int channels, int kernelSize) {
        return new MilaMixer(channels);
    }

    @Override
    public Layer block(GatedCnnOptions options) {
        return PreNormBlock.withPositionsAndMlp(options, "mixer", new MilaMixer(options.dim()), MLP_RATIO);
    }
}
