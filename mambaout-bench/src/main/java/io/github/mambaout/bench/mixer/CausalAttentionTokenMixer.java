package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.TokenMixerFactory;

/**
 * The twin of {@link AttentionTokenMixer} in which a token sees only itself and those before it, row by row: what the paper compares to
 * show what causal mixing costs where all of a picture is known (arXiv 2405.07992, figure 3).
 *
 * <p>In training by {@code --mixer causal-attention}.
 */
public final class CausalAttentionTokenMixer implements TokenMixerFactory {
    /** The name in configurations. */
    public static final String NAME = "causal-attention";

    /** Makes the factory; for {@link java.util.ServiceLoader}. */
    public CausalAttentionTokenMixer() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Layer create(int channels, int kernelSize) {
        return new Attention(channels, true);
    }

    @Override
    public Layer block(GatedCnnOptions options) {
        return AttentionTokenMixer.blockOf(options, true);
    }
}
