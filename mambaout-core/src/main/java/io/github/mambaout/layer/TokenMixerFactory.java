package io.github.mambaout.layer;

import java.util.List;
import java.util.ServiceLoader;

/**
 * Makes token mixers of one kind: what stands in a {@link GatedCnnBlock} in the place of the depthwise convolution, or a whole
 * block in the place of the Gated CNN block. Built in are {@value #GATED_CNN} and {@value #IDENTITY}; others are found through
 * {@link ServiceLoader}, so that a mixer of one's own needs a class with a constructor without parameters and its name in
 * {@code META-INF/services/io.github.mambaout.layer.TokenMixerFactory}.
 *
 * <p>A kind may have {@link #variants()}, named {@code kind:variant} in configurations; the kind's name alone means the first.
 */
public interface TokenMixerFactory {
    /** The depthwise convolution of MambaOut's own block. */
    String GATED_CNN = "gated-cnn";

    /** No mixing of tokens: the block sees each pixel alone. */
    String IDENTITY = "identity";

    /** @return the name that configurations use, for instance {@code gated-cnn}, or {@code nc-ssd:causal} for a variant */
    String name();

    /**
     * @return names of the variants of this kind, the one first that the kind's name alone stands for; none where there is one way
     *     to build it
     */
    default List<String> variants() {
        return List.of();
    }

    /**
     * @param variant one of {@link #variants()}
     * @return what makes mixers of this variant
     * @throws IllegalArgumentException if there is no such variant
     */
    default TokenMixerFactory variant(String variant) {
        throw new IllegalArgumentException(name() + " has no variant '" + variant + "'");
    }

    /**
     * @param channels channels of the input and output
     * @param kernelSize size of the block's convolution kernels; to be ignored by a mixer that has none
     * @return a layer whose output has the shape of its input, {@code [N, H, W, channels]}
     */
    Layer create(int channels, int kernelSize);

    /**
     * The block that models are made of. A kind whose papers build their blocks in another way brings the whole block: of the options
     * it heeds those that its block has.
     *
     * @param options what the block is made of
     * @return a layer whose output has the shape of its input, {@code [N, H, W, options.dim()]}; by default a {@link GatedCnnBlock}
     *     with {@link #create} in the place of the convolution
     */
    default Layer block(GatedCnnOptions options) {
        return new GatedCnnBlock(options, this);
    }

    /** @return all that can be found, in the order in which they were found */
    static List<TokenMixerFactory> all() {
        return ServiceLoader.load(TokenMixerFactory.class, TokenMixerFactory.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** @return every name that {@link #named} knows, sorted */
    static List<String> names() {
        return new TokenMixerNames(all()).sorted();
    }

    /**
     * @param name name of a kind of mixer, or {@code kind:variant}
     * @return its factory
     * @throws IllegalArgumentException if there is none of this name; the message names the nearest, and all there are
     */
    static TokenMixerFactory named(String name) {
        return new TokenMixerNames(all()).find(name);
    }
}
