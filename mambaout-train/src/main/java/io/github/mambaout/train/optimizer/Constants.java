package io.github.mambaout.train.optimizer;

/** What the constants of several methods have in common. */
final class Constants {
    private Constants() {}

    /** What a moment that starts at 0 lacks after some updates, {@code 1 - beta^t}. */
    static double correction(double beta, long updates) {
        return 1 - Math.pow(beta, (double) updates);
    }

    static void requireShare(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must lie between 0 and 1 (1 excluded), not be " + value);
        }
    }

    static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be a positive number, not " + value);
        }
    }

    static void requireWeightDecay(double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("Weight decay must be a number of at least 0, not " + value);
        }
    }
}
