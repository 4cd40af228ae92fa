package io.github.mambaout.train.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How often pictures of each true class were given each predicted class. Counts are exact. */
public final class ConfusionMatrix {
    private final List<String> classes;
    private final long[][] counts;

    /** @param classes the class names, at least one */
    public ConfusionMatrix(List<String> classes) {
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("A confusion matrix needs at least one class");
        }
        this.classes = List.copyOf(classes);
        this.counts = new long[classes.size()][classes.size()];
    }

    /**
     * Counts one picture.
     *
     * @param truth index of its true class
     * @param predicted index of the class it was given
     */
    public void add(int truth, int predicted) {
        counts[truth][predicted]++;
    }

    /** @return the class names */
    public List<String> classes() {
        return classes;
    }

    /**
     * @param truth index of a true class
     * @param predicted index of a predicted class
     * @return the number of such pictures
     */
    public long count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    /**
     * @param truth index of a true class
     * @return the number of pictures of this class
     */
    public long total(int truth) {
        long total = 0;
        for (long count : counts[truth]) {
            total += count;
        }
        return total;
    }

    /** @return the number of pictures that were given their true class */
    public long correct() {
        long correct = 0;
        for (int i = 0; i < counts.length; i++) {
            correct += counts[i][i];
        }
        return correct;
    }

    /**
     * @param limit how many at most
     * @return the most frequent mistakes, the most frequent first; equal ones in the order of their classes
     */
    public List<Confusion> mistakes(int limit) {
        List<Confusion> mistakes = new ArrayList<>();
        for (int truth = 0; truth < counts.length; truth++) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                if (truth != predicted && counts[truth][predicted] > 0) {
                    mistakes.add(new Confusion(
                            classes.get(truth), classes.get(predicted), counts[truth][predicted], total(truth)));
                }
            }
        }
        mistakes.sort(Comparator.comparingLong(Confusion::count).reversed());
        return List.copyOf(mistakes.subList(0, Math.min(limit, mistakes.size())));
    }

    /**
     * One kind of mistake.
     *
     * @param truth the true class
     * @param predicted the class given instead
     * @param count how many pictures
     * @param total how many pictures the true class has
     */
    public record Confusion(String truth, String predicted, long count, long total) {}
}
