package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.TokenMixerFactory;

/**
 * The twin with linear attention, MILA's block: {@code x += mixer(norm x)} with a {@link MilaMixer}, {@code x += mlp(norm x)} with an MLP
 * four times as wide. It is the control of a state space model without what makes it one: nothing is forgotten, and no token comes before
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
        return PreNormBlock.withMlp(options, "mixer", new MilaMixer(options.dim()), MLP_RATIO);
    }
}
