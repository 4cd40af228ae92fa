package io.github.mambaout.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GradientNormTest {
    @Test
    void equalsTheSumInFloat64WithTheSameBitsOnAnyNumberOfThreads() {
        Tensor gradients = Tensor.zeros(Shape.of(5 * Span.LONGEST + 123));
        double sum = 0;
        for (int i = 0; i < gradients.shape().elements(); i++) {
            float value = (float) Randomness.ofSeed(1).normal(i);
            gradients.data().put(i, value);
            sum += (double) value * value;
        }
        double alone = norm(gradients, 1);
        assertThat(alone).isCloseTo(Math.sqrt(sum), within(1e-9));
        assertThat(norm(gradients, 2)).isEqualTo(alone);
        assertThat(norm(gradients, 5)).isEqualTo(alone);
    }

    @Test
    void isNoNumberIfOneValueIsNone() {
        Tensor gradients = Tensor.of(Shape.of(3), 1f, Float.NaN, 2f);
        assertThat(norm(gradients, 1)).isNaN();
    }

    private static double norm(Tensor gradients, int threads) {
        Compute compute = Compute.of(KernelProviders.selected().kernels(), threads);
        try (var workers = compute.workers()) {
            assertThat(workers.threads()).isEqualTo(threads);
            return new GradientNorm(gradients, compute).measure();
        }
    }
}
