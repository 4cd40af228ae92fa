package io.github.mambaout.bench.peer;

import java.util.Arrays;
import java.util.Collection;

/**
 * The middle of some measurements and how far they lie apart.
 *
 * @param median half of them are below
 * @param q10 a tenth of them are below
 * @param q90 a tenth of them are above
 * @param count how many there are
 */
public record Spread(double median, double q10, double q90, int count) {

    /**
     * @param measurements at least one
     * @return their quantiles, interpolated between neighbours
     */
    public static Spread of(Collection<Double> measurements) {
        if (measurements.isEmpty()) {
            throw new IllegalArgumentException("There is no spread without a measurement");
        }
        double[] sorted =
                measurements.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.1), quantile(sorted, 0.9), sorted.length);
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /**
     * @param measurements at least one
     * @return their quantiles
     */
    public static Spread of(double... measurements) {
        return of(Arrays.stream(measurements).boxed().toList());
    }
}
