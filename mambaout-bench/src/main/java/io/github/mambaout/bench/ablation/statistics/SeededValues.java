package io.github.mambaout.bench.ablation.statistics;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One figure of each run of a group, by the run's seed.
 *
 * @param name what the group is called in messages, for instance {@code gated-cnn}
 * @param values seed to figure, ascending by seed; finite, at least one
 */
public record SeededValues(String name, SortedMap<Long, Double> values) {
    public SeededValues {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + " has no runs, so there is nothing to compare");
        }
        values.forEach((seed, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        name + ", seed " + seed + ": " + value + " is no figure that could be compared");
            }
        });
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /**
     * @param name what the group is called in messages
     * @param values seed to figure
     * @return these, ordered by seed
     */
    public static SeededValues of(String name, Map<Long, Double> values) {
        return new SeededValues(name, new TreeMap<>(values));
    }

    /** @return how many runs there are */
    public int count() {
        return values.size();
    }

    /** @return their mean */
    public double mean() {
        return Moments.of(values.values()).mean();
    }

    /**
     * @param confidence for instance 0.95
     * @return Student's interval of the true mean
     * @throws IllegalArgumentException if there is one run only
     */
    public Interval studentInterval(double confidence) {
        if (count() == 1) {
            throw new IllegalArgumentException(name + " has one run only, which tells nothing about how runs vary");
        }
        return Moments.of(values.values()).studentInterval(count(), confidence);
    }

    /** @return their sample standard deviation; not a number for a single run */
    public double deviation() {
        return Moments.of(values.values()).deviation();
    }
}
