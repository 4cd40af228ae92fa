package io.github.mambaout.layer;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Names that somebody who mistyped one may have meant, for messages. */
public final class NearNames {
    private static final int SUGGESTIONS = 3;
    private static final String FAMILY = "mambaout_";

    private NearNames() {}

    /**
     * @param asked a name that does not exist
     * @param known the names that do
     * @return the nearest of them, at most three, the nearest first; by Levenshtein's distance, where leaving out
     *     {@code mambaout_} costs nothing
     */
    public static List<String> of(String asked, Collection<String> known) {
        return known.stream()
                .sorted(Comparator.comparingInt((String name) -> distance(asked, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SUGGESTIONS)
                .toList();
    }

    private static int distance(String asked, String known) {
        return Math.min(edits(asked, known), edits(asked, known.replace(FAMILY, "")));
    }

    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
