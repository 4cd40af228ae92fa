package io.github.mambaout.bench.ablation.statistics;

import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How many seeds a {@link MarginTest} needs to show what is true, from the noncentral t distribution.
 *
 * @param deviation standard deviation of the seed-paired differences, at least 0, for instance from a first few runs
 * @param distance how far the true mean difference lies above −margin, positive: the margin itself if both groups are equally
 *     good; the true difference for superiority
 * @param confidence of the two-sided interval, for instance 0.95
 */
public record SeedPlan(double deviation, double distance, double confidence) {
    private static final int MOST_SEEDS = 1_000_000;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    /** Of the rule of midpoints, whose error is below 1e-6 then. */
    private static final int STEPS = 10_000;
    /** Deviations of the sample's spread within which all but nothing of it lies. */
    private static final double REACH = 12;

    public SeedPlan {
        if (!(deviation >= 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("A standard deviation is at least 0, but is " + deviation);
        }
        if (!(distance > 0) || Double.isInfinite(distance)) {
            throw new IllegalArgumentException(
                    "No number of seeds shows a difference above the margin that is not there: the distance is "
                            + distance);
        }
        Interval.requireConfidence(confidence);
    }

    /**
     * @param seeds a number of seeds, at least 2
     * @return probability that the test with so many shows what is true
     */
    public double power(int seeds) {
        if (seeds < 2) {
            throw new IllegalArgumentException("A test needs at least 2 seeds, not " + seeds);
        }
        if (deviation == 0) {
            return 1;
        }
        double freedom = seeds - 1.0;
        double critical = TDistribution.of(freedom).inverseSurvivalProbability((1 - confidence) / 2);
        double shift = distance / deviation * Math.sqrt(seeds);
        ChiSquaredDistribution squares = ChiSquaredDistribution.of(freedom);
        // P(t > critical) is the mean of Φ(shift − critical·s) over the ratio s of the sample's to the true deviation.
        double reach = REACH / Math.sqrt(2 * freedom);
        double from = Math.max(0, 1 - reach);
        double step = (1 + reach - from) / STEPS;
        double sum = 0;
        for (int i = 0; i < STEPS; i++) {
            double ratio = from + (i + 0.5) * step;
            double density = squares.density(freedom * ratio * ratio) * 2 * freedom * ratio;
            sum += density * NORMAL.cumulativeProbability(shift - critical * ratio);
        }
        return Math.min(1, sum * step);
    }

    /**
     * @param power wanted probability to show what is true, for instance 0.8
     * @return the smallest number of seeds that has it, at least 2; nothing if a million were not enough
     * @throws IllegalArgumentException if the power does not lie between 0 and 1
     */
    public OptionalInt seeds(double power) {
        if (!(power > 0 && power < 1)) {
            throw new IllegalArgumentException("A power lies between 0 and 1, for instance 0.8, but is " + power);
        }
        int enough = 2;
        while (power(enough) < power) {
            if (enough > MOST_SEEDS) {
                return OptionalInt.empty();
            }
            enough *= 2;
        }
        int tooFew = enough / 2;
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) / 2;
            if (power(middle) < power) {
                tooFew = middle;
            } else {
                enough = middle;
            }
        }
        return OptionalInt.of(enough);
    }
}
