package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;

/** Comparison with what a formula gives in float64. */
final class DirectFormula {
    /** Part of the largest value, or of 1, that an error may be: some hundred roundings of float32. */
    private static final double TOLERANCE = 2e-5;

    private DirectFormula() {}

    static void assertClose(String name, float[] actual, double[] expected) {
        assertClose(name, actual, expected, TOLERANCE);
    }

    static void assertClose(String name, float[] actual, double[] expected, double tolerance) {
        assertThat(actual).as(name).hasSize(expected.length);
        double largest = 0;
        double error = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            double difference = Math.abs(actual[i] - expected[i]);
            error = difference >= 0 ? Math.max(error, difference) : Double.POSITIVE_INFINITY;
        }
        assertThat(error)
                .as("largest error of %s, largest value %s", name, largest)
                .isLessThanOrEqualTo(tolerance * Math.max(1, largest));
    }
}
