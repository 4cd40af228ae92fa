package io.github.mambaout.bench.ablation;

import java.util.List;

/**
 * Two twins that a study compares.
 *
 * @param first the one that is asked about
 * @param second the one it is set against
 */
public record Contrast(String first, String second) {
    public Contrast {
        if (first.equals(second)) {
            throw new IllegalArgumentException(first + " can't be compared with itself");
        }
    }

    /**
     * @param twins names of twins
     * @return the first against each of the others
     */
    public static List<Contrast> firstAgainstOthers(List<String> twins) {
        return twins.stream()
                .skip(1)
                .map(other -> new Contrast(twins.get(0), other))
                .toList();
    }
}
