package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.TokenMixerFactory;
import java.util.Arrays;
import java.util.List;

/**
 * The twin of VSSD (arXiv 2407.18559): {@code x += cpe1(x)}, {@code x += mixer(norm x)} with a {@link NonCausalSsd}, {@code x += cpe2(x)},
 * {@code x += mlp(norm x)} with an MLP four times as wide; cpe1 and cpe2 are 3×3 convolutions of each channel. Its variants have the same
 * parameters and differ in the order of the tokens: is it causality that hurts? The authors put softmax attention into the last stage of
 * their models; here every block is the same. Of the options it heeds dim, activation (of the MLP), layer scale and drop path.
 *
 * <p>In training by {@code --mixer nc-ssd}, which is {@code nc-ssd:non-causal}, {@code nc-ssd:causal} or {@code nc-ssd:bidirectional}.
 */
public final class NonCausalSsdTokenMixer implements TokenMixerFactory {
    /** The name in configurations. */
    public static final String NAME = "nc-ssd";

    private static final int MLP_RATIO = 4;

    private final String name;
    private final TokenOrder order;

    /** Makes the factory of the non-causal form; for {@link java.util.ServiceLoader}. */
    public NonCausalSsdTokenMixer() {
        this(NAME, TokenOrder.NON_CAUSAL);
    }

    private NonCausalSsdTokenMixer(String name, TokenOrder order) {
        this.name = name;
        this.order = order;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> variants() {
        return Arrays.stream(TokenOrder.values()).map(TokenOrder::variant).toList();
    }

    @Override
    public TokenMixerFactory variant(String variant) {
        return Arrays.stream(TokenOrder.values())
                .filter(known -> known.variant().equals(variant))
                .findFirst()
                .map(known -> new NonCausalSsdTokenMixer(NAME + ":" + variant, known))
                .orElseThrow(() -> new IllegalArgumentException(
                        NAME + " has no variant '" + variant + "', but " + String.join(", ", variants())));
    }

    @Override
    public Layer create(int channels, int kernelSize) {
        return new NonCausalSsd(channels, order);
    }

    @Override
    public Layer block(GatedCnnOptions options) {
        return PreNormBlock.withPositionsAndMlp(options, "mixer", new NonCausalSsd(options.dim(), order), MLP_RATIO);
    }
}
