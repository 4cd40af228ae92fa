package io.github.mambaout.train.schedule;

/** The ranges that schedules share. */
final class Rates {
    private Rates() {}

    static void requirePeak(double peak) {
        if (!(peak > 0) || Double.isInfinite(peak)) {
            throw new IllegalArgumentException("The peak learning rate must be a positive number, not " + peak);
        }
    }

    static void requireLowest(double lowest, double peak) {
        if (!(lowest >= 0 && lowest <= peak)) {
            throw new IllegalArgumentException(
                    "The lowest learning rate must lie between 0 and the peak " + peak + ", not be " + lowest);
        }
    }

    static void requireLength(String name, long length) {
        if (length < 1) {
            throw new IllegalArgumentException(name + " must last at least 1 update or epoch, not " + length);
        }
    }

    static void requireUpdate(long update) {
        if (update < 0) {
            throw new IllegalArgumentException("Updates count from 0, not from " + update);
        }
    }
}
