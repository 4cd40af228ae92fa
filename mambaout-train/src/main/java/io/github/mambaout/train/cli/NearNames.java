package io.github.mambaout.train.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that somebody may have meant. */
final class NearNames {
    private static final int MOST = 3;

    private NearNames() {}

    /**
     * @param word what was typed
     * @param names what there is
     * @return at most three names, the nearest first: those that hold the word, or that at most a third of the word's
     *     letters (and at least two) must be changed, inserted or left out for
     */
    static List<String> of(String word, Collection<String> names) {
        String typed = word.toLowerCase(Locale.ROOT);
        int reach = Math.max(2, typed.length() / 3);
        return names.stream()
                .filter(name -> distance(typed, name) <= reach || (typed.length() >= 3 && name.contains(typed)))
                .sorted(Comparator.comparingInt((String name) -> distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /** Levenshtein's distance, row by row. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
