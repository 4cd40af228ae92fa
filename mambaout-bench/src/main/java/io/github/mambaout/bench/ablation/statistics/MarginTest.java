package io.github.mambaout.bench.ablation.statistics;

/**
 * The one-sided t test of whether the first group is at most {@code margin} below the second: with a margin fixed before the
 * runs, non-inferiority; with the margin 0, superiority. It agrees with Student's interval: shown is what the interval's
 * lower end lies above of.
 *
 * @param differences first minus second, where more is better
 * @param margin how much worse the first may be, at least 0
 * @param confidence of the two-sided interval; the test's level is half of what is left, 0.025 for 0.95
 * @param lowerBound lower end of Student's interval
 * @param pValue probability of a mean difference as high as this one, if the true one were −margin
 */
public record MarginTest(
        PairedDifferences differences, double margin, double confidence, double lowerBound, double pValue) {
    /**
     * @param differences first minus second, where more is better
     * @param margin how much worse the first may be to count as not inferior, positive; fixed before the runs
     * @param confidence of the two-sided interval, for instance 0.95
     * @return whether the first is shown to be not inferior
     * @throws IllegalArgumentException if the margin is not positive, or there is one pair only
     */
    public static MarginTest nonInferiority(PairedDifferences differences, double margin, double confidence) {
        if (!(margin > 0) || Double.isInfinite(margin)) {
            throw new IllegalArgumentException("A margin says how much worse would still do, for instance 0.01, but is "
                    + margin + ". Whether one is better needs none.");
        }
        return of(differences, margin, confidence);
    }

    /**
     * @param differences first minus second, where more is better
     * @param confidence of the two-sided interval, for instance 0.95
     * @return whether the first is shown to be better
     * @throws IllegalArgumentException if there is one pair only
     */
    public static MarginTest superiority(PairedDifferences differences, double confidence) {
        return of(differences, 0, confidence);
    }

    private static MarginTest of(PairedDifferences differences, double margin, double confidence) {
        double low = differences.studentInterval(confidence).low();
        return new MarginTest(differences, margin, confidence, low, pValue(differences, margin));
    }

    private static double pValue(PairedDifferences differences, double margin) {
        double distance = differences.mean() + margin;
        double error = differences.standardError();
        if (error == 0) {
            return distance > 0 ? 0 : 1;
        }
        return differences.student().survivalProbability(distance / error);
    }

    /** @return the level that the p-value must not exceed */
    public double level() {
        return (1 - confidence) / 2;
    }

    /** @return whether it is shown */
    public boolean isShown() {
        return lowerBound > -margin;
    }
}
