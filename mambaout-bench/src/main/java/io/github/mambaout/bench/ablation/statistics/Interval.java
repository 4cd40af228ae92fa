package io.github.mambaout.bench.ablation.statistics;

import java.util.Locale;

/**
 * Where the true value lies, with a certain confidence.
 *
 * @param low lower bound
 * @param high upper bound, at least {@code low}
 * @param confidence share of such intervals that hold the true value, between 0 and 1
 */
public record Interval(double low, double high, double confidence) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("An interval from " + low + " to " + high + " has no inside");
        }
        requireConfidence(confidence);
    }

    /**
     * @param confidence a share
     * @return it
     * @throws IllegalArgumentException if it does not lie between 0 and 1
     */
    static double requireConfidence(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "A confidence level lies between 0 and 1, for instance 0.95, but is " + confidence);
        }
        return confidence;
    }

    /**
     * @param value any number
     * @return whether it lies between the bounds
     */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%+.4f to %+.4f (%s %%)", low, high, percent(confidence));
    }

    private static String percent(double share) {
        // Not more digits than were meant: 95, 99.9.
        String text = String.format(Locale.ROOT, "%.4f", 100 * share);
        return text.replaceAll("\\.?0+$", "");
    }
}
