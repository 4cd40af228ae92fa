package io.github.mambaout.layer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Token mixers by name: {@code kind} or {@code kind:variant}.
 *
 * @param factories kinds of mixers
 */
record TokenMixerNames(List<TokenMixerFactory> factories) {
    private static final String SEPARATOR = ":";

    /** @return the names of all kinds and of their variants, sorted */
    List<String> sorted() {
        return factories.stream().flatMap(TokenMixerNames::names).sorted().toList();
    }

    private static Stream<String> names(TokenMixerFactory factory) {
        return Stream.concat(
                Stream.of(factory.name()),
                factory.variants().stream().map(variant -> factory.name() + SEPARATOR + variant));
    }

    /**
     * @param name a name
     * @return what makes mixers of this name
     * @throws IllegalArgumentException if there is none; the message names the nearest, and all there are
     */
    TokenMixerFactory find(String name) {
        return kind(name)
                .or(() -> variant(name))
                .orElseThrow(() -> new IllegalArgumentException("There is no token mixer '" + name + "'. Did you mean "
                        + String.join(", ", NearNames.of(name, sorted())) + "? There are " + String.join(", ", sorted())
                        + ". Those of other modules must be on the class path."));
    }

    private Optional<TokenMixerFactory> kind(String name) {
        return factories.stream().filter(factory -> factory.name().equals(name)).findFirst();
    }

    private Optional<TokenMixerFactory> variant(String name) {
        int end = name.indexOf(SEPARATOR);
        if (end < 0) {
            return Optional.empty();
        }
        String variant = name.substring(end + SEPARATOR.length());
        return kind(name.substring(0, end))
                .filter(factory -> factory.variants().contains(variant))
                .map(factory -> factory.variant(variant));
    }
}
