package io.github.mambaout.bench.peer;

import java.util.Collection;

/**
 * Where the true median of some measurements lies, whatever their distribution: between two of them. The median is below the
 * k-th smallest of n with the probability that fewer than k of n tosses of a coin show heads.
 *
 * @param median of the measurements
 * @param low lower bound
 * @param high upper bound
 * @param confidence probability that the true median lies between them: at least 0.95, or less where six measurements are
 *     not there, and the bounds are the extremes
 */
public record MedianInterval(double median, double low, double high, double confidence) {
    private static final double CONFIDENCE = 0.95;

    /**
     * @param measurements at least one, independent of one another
     * @return the narrowest interval between the k-th smallest and the k-th largest of at least 95% confidence
     */
    public static MedianInterval of(Collection<Double> measurements) {
        double median = Spread.of(measurements).median();
        double[] sorted =
                measurements.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int n = sorted.length;
        // Probability of exactly k heads, and of at most k.
        double exactly = Math.pow(0.5, n);
        double outside = exactly;
        int k = 0;
        while (k + 1 <= (n - 1) / 2) {
            double next = exactly * (n - k) / (k + 1);
            if (2 * (outside + next) > 1 - CONFIDENCE) {
                break;
            }
            exactly = next;
            outside += next;
            k++;
        }
        return new MedianInterval(median, sorted[k], sorted[n - 1 - k], 1 - 2 * outside);
    }

    /** @return the same of the inverse of each measurement, all of which are positive */
    public MedianInterval inverse() {
        return new MedianInterval(1 / median, 1 / high, 1 / low, confidence);
    }
}
