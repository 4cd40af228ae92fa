package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.SafetensorsFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/** Answers that transformers' MambaMixer and the recurrence of the Mamba paper gave in float64. */
final class References {
    private static final URI FILE = URI.create(
            Objects.requireNonNull(References.class.getResource("/reference/mixers.safetensors"), "mixers.safetensors")
                    .toString());

    private References() {}

    /**
     * @param name name of an answer, for instance {@code scan50/y}
     * @return its values
     */
    static float[] answer(String name) {
        try (SafetensorsFile file = SafetensorsFile.open(Path.of(FILE))) {
            return file.tensor(name).toArray();
        }
    }

    /** Demands that every value is right within 1e-4 of the largest right one. */
    static void assertEqual(String name, float[] actual) {
        float[] expected = answer(name);
        assertThat(actual).as(name).hasSameSizeAs(expected);
        assertThat(largestDifference(actual, expected))
                .as("largest error of " + name)
                .isLessThanOrEqualTo(1e-4 * largest(expected));
    }

    static double largest(float[] values) {
        double most = 0;
        for (float value : values) {
            most = Math.max(most, Math.abs(value));
        }
        return most;
    }

    static double largestDifference(float[] some, float[] others) {
        double most = 0;
        for (int i = 0; i < some.length; i++) {
            double difference = Math.abs((double) some[i] - others[i]);
            most = difference >= 0 ? Math.max(most, difference) : Double.POSITIVE_INFINITY;
        }
        return most;
    }

    static Tensor tensor(float[] values, int... sizes) {
        return Tensor.of(Shape.of(sizes), values);
    }
}
