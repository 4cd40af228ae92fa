package io.github.mambaout.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AdamWTest {
    /** More than one span, and no multiple of a vector. */
    private static final Shape MATRIX = Shape.of(131, 257);

    private static final Shape BIAS = Shape.of(131);
    private static final int COUNT = MATRIX.elements() + BIAS.elements();
    private static final AdamWSettings SETTINGS = new AdamWSettings(0.9, 0.999, 1e-8, 0.05);

    private final Parameters parameters = Parameters.of(
            new Parameter("weight", MATRIX, (random, index) -> (float) random.normal(index)),
            new Parameter("bias", BIAS, (random, index) -> (float) random.normal(index)));

    @Test
    void equalsTheFormulaOverSeveralUpdatesAndSparesOneDimensionalParametersTheDecay() {
        Tensor weights = parameters.flat();
        Tensor gradients = Tensor.zeros(Shape.of(COUNT));
        double[] w = toDoubles(weights);
        double[] m = new double[COUNT];
        double[] v = new double[COUNT];
        AdamW optimizer = new AdamW(SETTINGS, parameters, weights, gradients, compute(1));
        for (int t = 1; t <= 5; t++) {
            double rate = 1e-2 / t;
            double scale = t == 3 ? 0.25 : 1;
            fill(gradients, t);
            optimizer.update(rate, scale);
            for (int i = 0; i < COUNT; i++) {
                double g = gradients.get(i) * scale;
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                double decay = i < MATRIX.elements() ? 0.05 : 0;
                w[i] = w[i] * (1 - rate * decay)
                        - rate * (m[i] / (1 - Math.pow(0.9, t))) / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
            }
        }
        assertThat(optimizer.updates()).isEqualTo(5);
        for (int i = 0; i < COUNT; i++) {
            assertThat((double) weights.get(i)).as("weight %d", i).isCloseTo(w[i], within(2e-6));
        }
    }

    @Test
    void hasTheSameBitsOnAnyNumberOfThreads() {
        float[] alone = trained(1);
        assertThat(trained(2)).isEqualTo(alone);
        assertThat(trained(5)).isEqualTo(alone);
    }

    private float[] trained(int threads) {
        parameters.initialise(3);
        Tensor weights = parameters.flat();
        Tensor gradients = Tensor.zeros(Shape.of(COUNT));
        Compute compute = compute(threads);
        try (var workers = compute.workers()) {
            AdamW optimizer = new AdamW(SETTINGS, parameters, weights, gradients, compute);
            for (int t = 1; t <= 3; t++) {
                fill(gradients, t);
                double norm = new GradientNorm(gradients, compute).measure();
                optimizer.update(1e-3, new GradientClipping(1).scale(norm));
            }
            assertThat(workers.threads()).isEqualTo(threads);
        }
        return weights.toArray();
    }

    @Test
    void tellsTheLayersThatTheWeightsHaveChanged() {
        Parameter weight = parameters.get("weight");
        Tensor weights = parameters.flat();
        AdamW optimizer = new AdamW(SETTINGS, parameters, weights, Tensor.zeros(weights.shape()), compute(1));
        long before = weight.version();
        optimizer.update(1e-3, 1);
        assertThat(weight.version()).isGreaterThan(before);
    }

    @Test
    void refusesBuffersOfAnotherLength() {
        Tensor weights = parameters.flat();
        assertThatThrownBy(
                        () -> new AdamW(SETTINGS, parameters, weights, Tensor.zeros(Shape.of(COUNT - 1)), compute(1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[" + (COUNT - 1) + "]");
        assertThatThrownBy(() -> new AdamWSettings(1, 0.999, 1e-8, 0)).hasMessageContaining("beta1");
        assertThatThrownBy(() -> AdamWSettings.withDecay(-0.1)).hasMessageContaining("Weight decay");
    }

    private static Compute compute(int threads) {
        return Compute.of(KernelProviders.selected().kernels(), threads);
    }

    private static void fill(Tensor gradients, int update) {
        Randomness random = Randomness.ofSeed(17).at(update);
        for (int i = 0; i < gradients.shape().elements(); i++) {
            gradients.data().put(i, (float) random.normal(i));
        }
    }

    private static double[] toDoubles(Tensor tensor) {
        double[] values = new double[tensor.shape().elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return values;
    }
}
