package io.github.mambaout.train.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Many draws of one quantity, to be compared with what its distribution says. */
final class Sample {
    /** Bounds of so many standard errors are missed once in a million tests; the draws are the same in each run anyway. */
    private static final double STANDARD_ERRORS = 5;

    private final double[] values;

    private Sample(double[] values) {
        this.values = values;
    }

    static Sample of(int count, IntToDoubleFunction draw) {
        double[] values = new double[count];
        Arrays.setAll(values, draw);
        return new Sample(values);
    }

    double[] values() {
        return values.clone();
    }

    /** The mean must be that of the distribution, as closely as so many draws allow. */
    Sample hasMean(double expected, double deviation) {
        double mean = Arrays.stream(values).average().orElseThrow();
        assertThat(Math.abs(mean - expected))
                .as("mean %s of %d draws, %s expected", mean, values.length, expected)
                .isLessThanOrEqualTo(STANDARD_ERRORS * deviation / Math.sqrt(values.length));
        return this;
    }

    /** Each value in the range, and each twentieth of the range as often as another. */
    Sample isEvenFrom(double low, double high) {
        int parts = 20;
        int[] counts = new int[parts];
        for (double value : values) {
            assertThat(value).isBetween(low, high);
            counts[(int) Math.min(parts - 1, (value - low) / (high - low) * parts)]++;
        }
        for (int part = 0; part < parts; part++) {
            int at = part;
            of(values.length, i -> i < counts[at] ? 1 : 0).hasMean(1.0 / parts, Math.sqrt(parts - 1.0) / parts);
        }
        return this;
    }

    /** The values are 0 and 1, and 1 has this probability. */
    Sample hasProbability(double expected) {
        assertThat(values).containsOnly(0, 1);
        return hasMean(expected, Math.sqrt(expected * (1 - expected)));
    }
}
