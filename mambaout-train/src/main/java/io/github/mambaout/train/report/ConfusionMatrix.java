package io.github.mambaout.train.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often pictures of each true class were given each predicted class. Counts are exact. Memory grows with the kinds of mistakes
 * that occur, not with the square of the classes.
 */
public final class ConfusionMatrix {
    private final List<String> classes;
    /** For each true class the predicted ones that occur, with their counts. */
    private final List<Map<Integer, Long>> counts = new ArrayList<>();

    /** @param classes the class names, at least one */
    public ConfusionMatrix(List<String> classes) {
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("A confusion matrix needs at least one class");
        }
        this.classes = List.copyOf(classes);
        classes.forEach(name -> counts.add(new HashMap<>()));
    }

    /**
     * Counts one picture.
     *
     * @param truth index of its true class
     * @param predicted index of the class it was given
     */
    public void add(int truth, int predicted) {
        counts.get(truth).merge(predicted, 1L, Long::sum);
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
        return counts.get(truth).getOrDefault(predicted, 0L);
    }

    /**
     * @param truth index of a true class
     * @return the number of pictures of this class
     */
    public long total(int truth) {
        return sum(counts.get(truth));
    }

    /** @return the number of pictures of all classes */
    public long total() {
        return counts.stream().mapToLong(ConfusionMatrix::sum).sum();
    }

    private static long sum(Map<Integer, Long> row) {
        return row.values().stream().mapToLong(Long::longValue).sum();
    }

    /** @return the number of pictures that were given their true class */
    public long correct() {
        long correct = 0;
        for (int i = 0; i < counts.size(); i++) {
            correct += count(i, i);
        }
        return correct;
    }

    /**
     * @param limit how many at most
     * @return the most frequent mistakes, the most frequent first; equal ones in the order of their classes
     */
    public List<Confusion> mistakes(int limit) {
        List<Confusion> mistakes = new ArrayList<>();
        for (int truth = 0; truth < counts.size(); truth++) {
            mistakes.addAll(mistakesOf(truth));
        }
        mistakes.sort(Comparator.comparingLong(Confusion::count).reversed());
        return List.copyOf(mistakes.subList(0, Math.min(limit, mistakes.size())));
    }

    private List<Confusion> mistakesOf(int truth) {
        return counts.get(truth).entrySet().stream()
                .filter(entry -> entry.getKey() != truth)
                .sorted(Map.Entry.comparingByKey())
                .map(entry ->
                        new Confusion(classes.get(truth), classes.get(entry.getKey()), entry.getValue(), total(truth)))
                .toList();
    }

    /** @return how each class fared, in the order of the classes */
    public List<ClassAccuracy> ofEachClass() {
        List<ClassAccuracy> all = new ArrayList<>();
        for (int truth = 0; truth < counts.size(); truth++) {
            all.add(new ClassAccuracy(
                    classes.get(truth),
                    total(truth),
                    count(truth, truth),
                    mistakesOf(truth).stream()
                            .max(Comparator.comparingLong(Confusion::count))
                            .map(mistake -> mistake.predicted() + " (" + mistake.count() + ")")
                            .orElse("")));
        }
        return all;
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

    /**
     * How a class fared.
     *
     * @param name of the class
     * @param pictures how many it has
     * @param correct how many of them were given it
     * @param takenFor the class that was given to its pictures most often instead, with their number; empty if none was
     */
    public record ClassAccuracy(String name, long pictures, long correct, String takenFor) {
        /** @return share of its pictures that were given it, from 0 to 1; 0 if it has none */
        public double share() {
            return pictures == 0 ? 0 : (double) correct / pictures;
        }
    }
}
