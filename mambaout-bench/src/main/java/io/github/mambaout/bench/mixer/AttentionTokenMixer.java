package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.TokenMixerFactory;

/**
 * The twin with softmax {@link Attention} over the whole map: {@code x += attn(norm x)}, {@code x += mlp(norm x)} with an MLP four times as
 * wide, the block of a vision transformer without position embedding (convolutions with zeros at the border, in stem and downsampling,
 * tell where a token is). Of the options it heeds dim, activation, layer scale and drop path.
 *
 * <p>In training by {@code --mixer attention}.
 */
public final class AttentionTokenMixer implements TokenMixerFactory {
    /** The name in configurations. */
    public static final String NAME = "attention";

    private static final int MLP_RATIO = 4;

    /** Makes the factory; for {@link java.util.ServiceLoader}. */
    public AttentionTokenMixer() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Layer create(int channels, int kernelSize) {
        return new Attention(channels, false);
    }

    @Override
    public Layer block(GatedCnnOptions options) {
        return blockOf(options, false);
    }

    static Layer blockOf(GatedCnnOptions options, boolean causal) {
        return PreNormBlock.withMlp(options, "attn", new Attention(options.dim(), causal), MLP_RATIO);
    }
}
