package io.github.mambaout.bench.ablation.statistics;

import java.util.Collection;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Mean and spread of a sample.
 *
 * @param mean arithmetic mean
 * @param deviation standard deviation with n − 1; not a number for a single value
 */
record Moments(double mean, double deviation) {
    /** Two passes, so that nothing cancels where values differ little. */
    static Moments of(Collection<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        return new Moments(mean, values.size() == 1 ? Double.NaN : Math.sqrt(squares / (values.size() - 1)));
    }

    /** Student's interval of the true mean, from a sample of {@code count} values, at least 2. */
    Interval studentInterval(int count, double confidence) {
        Interval.requireConfidence(confidence);
        double reach = deviation
                / Math.sqrt(count)
                * TDistribution.of(count - 1.0).inverseSurvivalProbability((1 - confidence) / 2);
        return new Interval(mean - reach, mean + reach, confidence);
    }
}
