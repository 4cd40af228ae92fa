package io.github.mambaout.layer;

import java.util.List;
import java.util.ServiceLoader;

/**
 * Makes token mixers of one kind: what stands in a {@link GatedCnnBlock} in the place of the depthwise convolution. Built in
 * are {@value #GATED_CNN} and {@value #IDENTITY}; others are found through {@link ServiceLoader}, so that a mixer of one's own
 * needs a class with a constructor without parameters and its name in
 * {@code META-INF/services/io.github.mambaout.layer.TokenMixerFactory}.
 */
public interface TokenMixerFactory {
    /** The depthwise convolution of MambaOut's own block. */
    String GATED_CNN = "gated-cnn";

    /** No mixing of tokens: the block sees each pixel alone. */
    String IDENTITY = "identity";

    /** @return the name that configurations use, for instance {@code gated-cnn} */
    String name();

    /**
     * @param channels channels of the input and output
     * @param kernelSize size of the block's convolution kernels; to be ignored by a mixer that has none
     * @return a layer whose output has the shape of its input, {@code [N, H, W, channels]}
     */
    Layer create(int channels, int kernelSize);

    /** @return all that can be found, in the order in which they were found */
    static List<TokenMixerFactory> all() {
        return ServiceLoader.load(TokenMixerFactory.class, TokenMixerFactory.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /**
     * @param name name of a kind of mixer
     * @return its factory
     * @throws IllegalArgumentException if there is none of this name; the message names those there are
     */
    static TokenMixerFactory named(String name) {
        List<TokenMixerFactory> known = all();
        return known.stream()
                .filter(factory -> factory.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no token mixer '" + name + "'; there are "
                        + String.join(
                                ", ",
                                known.stream()
                                        .map(TokenMixerFactory::name)
                                        .sorted()
                                        .toList())
                        + ". Those of other modules must be on the class path."));
    }
}
