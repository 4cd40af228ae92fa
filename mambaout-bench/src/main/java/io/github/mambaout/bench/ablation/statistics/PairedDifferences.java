package io.github.mambaout.bench.ablation.statistics;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How much the first of two groups of runs exceeds the second, seed by seed. Runs of equal seed see the same pictures in the
 * same order, so most of what makes figures vary from seed to seed falls out of the difference.
 *
 * @param first name of the first group
 * @param second name of the second group
 * @param values seed to first minus second, ascending by seed; at least one
 */
public record PairedDifferences(String first, String second, SortedMap<Long, Double> values) {
    public PairedDifferences {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(first + " − " + second + ": there are no pairs to compare");
        }
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /**
     * Pairs two groups by seed.
     *
     * @param first a group
     * @param second a group with the same seeds
     * @return first minus second
     * @throws IllegalArgumentException if one of them has a seed that the other lacks; the message names the seeds of both
     */
    public static PairedDifferences of(SeededValues first, SeededValues second) {
        if (!first.values().keySet().equals(second.values().keySet())) {
            throw new IllegalArgumentException("Runs are compared seed by seed, but " + first.name() + " has the seeds "
                    + first.values().keySet() + " and " + second.name() + " has "
                    + second.values().keySet() + ". Run both with the same ones.");
        }
        SortedMap<Long, Double> differences = new TreeMap<>();
        first.values()
                .forEach((seed, value) ->
                        differences.put(seed, value - second.values().get(seed)));
        return new PairedDifferences(first.name(), second.name(), differences);
    }

    /** @return number of pairs */
    public int count() {
        return values.size();
    }

    /** @return mean of the differences */
    public double mean() {
        return Moments.of(values.values()).mean();
    }

    /**
     * @return sample standard deviation of the differences
     * @throws IllegalArgumentException if there is one pair only
     */
    public double deviation() {
        requireSeveral();
        return Moments.of(values.values()).deviation();
    }

    /**
     * @return standard error of the mean
     * @throws IllegalArgumentException if there is one pair only
     */
    public double standardError() {
        return deviation() / Math.sqrt(count());
    }

    /** @return the same seen from the second group */
    public PairedDifferences reversed() {
        SortedMap<Long, Double> negated = new TreeMap<>();
        values.forEach((seed, value) -> negated.put(seed, -value));
        return new PairedDifferences(second, first, negated);
    }

    /**
     * The interval of Student's t: exact where differences are normal. With the five or ten seeds that one can afford it is
     * the one to decide by.
     *
     * @param confidence for instance 0.95
     * @return where the true mean difference lies
     * @throws IllegalArgumentException if there is one pair only
     */
    public Interval studentInterval(double confidence) {
        requireSeveral();
        return Moments.of(values.values()).studentInterval(count(), confidence);
    }

    /**
     * The bootstrap's interval, corrected for bias and acceleration (BCa; Efron 1987): it assumes no distribution and follows
     * skew. Below some twenty seeds it is too narrow, so it stands beside Student's as a check of its assumption.
     *
     * @param confidence for instance 0.95
     * @param resamples how many samples are drawn, for instance 10,000
     * @param seed key of the draws; equal ones give equal intervals
     * @return where the true mean difference lies
     * @throws IllegalArgumentException if there is one pair only
     */
    public Interval bootstrapInterval(double confidence, int resamples, long seed) {
        Interval.requireConfidence(confidence);
        requireSeveral();
        double[] sample =
                values.values().stream().mapToDouble(Double::doubleValue).toArray();
        return Bootstrap.ofMean(sample, resamples, seed).interval(confidence);
    }

    /** @return Student's distribution of the mean's t */
    TDistribution student() {
        return TDistribution.of(count() - 1.0);
    }

    private void requireSeveral() {
        if (count() == 1) {
            throw new IllegalArgumentException("Whether " + first + " differs from " + second
                    + " can't be told from one seed (" + values.firstKey()
                    + "): an interval comes from how the differences vary from seed to seed. Give at least two seeds,"
                    + " better five.");
        }
    }
}
