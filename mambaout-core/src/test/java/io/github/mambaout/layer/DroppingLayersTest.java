package io.github.mambaout.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DroppingLayersTest {

    @Test
    void dropPathZeroesWholeSamplesAndDividesTheOthersByTheKeepProbability() {
        DropPath dropPath = new DropPath(0.25);
        Tensor x = LayerCheck.random(Shape.of(400, 3, 7), 1);
        try (Training training = Training.ofSeed(Compute.shared(), 5, 400)) {
            float[] y = dropPath.pass(x, training).output().toArray();
            int dropped = 0;
            for (int sample = 0; sample < 400; sample++) {
                float[] actual = Arrays.copyOfRange(y, sample * 21, (sample + 1) * 21);
                if (actual[0] == 0) {
                    dropped++;
                    assertThat(actual).containsOnly(0f);
                } else {
                    for (int i = 0; i < 21; i++) {
                        assertThat(actual[i]).isCloseTo(x.get(sample * 21 + i) / 0.75f, within(1e-6f));
                    }
                }
            }
            // Binomial with deviation 8.7: four of them on either side.
            assertThat(dropped).isBetween(65, 135);
        }
    }

    @Test
    void whatIsDroppedDependsOnTheSampleNotOnItsBatch() {
        DropPath dropPath = new DropPath(0.5);
        Randomness[] samples =
                IntStream.range(0, 20).mapToObj(Randomness.ofSeed(3)::at).toArray(Randomness[]::new);
        try (Execution execution = Execution.on(Compute.shared())) {
            float[] together = dropPath.factors(Training.of(execution, samples));
            for (int i = 0; i < 20; i++) {
                assertThat(dropPath.factors(Training.of(execution, samples[i]))).containsExactly(together[i]);
            }
            assertThat(dropPath.factors(Training.of(execution, samples).at("elsewhere")))
                    .isNotEqualTo(together);
        }
    }

    @Test
    void rateZeroAndPredictionGiveTheInputItselfBack() {
        Tensor x = LayerCheck.random(Shape.of(2, 3), 1);
        try (Training training = Training.ofSeed(Compute.shared(), 5, 2)) {
            for (Layer layer : new Layer[] {new DropPath(0), new Dropout(0), new Identity()}) {
                Pass pass = layer.pass(x, training);
                assertThat(pass.output()).isSameAs(x);
                assertThat(pass.backward(x, Gradients.of(layer.parameters()))).isSameAs(x);
            }
            assertThat(new DropPath(0.5).forward(x, training.execution())).isSameAs(x);
            assertThat(new Dropout(0.5).forward(x, training.execution())).isSameAs(x);
        }
    }

    @Test
    void aDroppedSampleIsZeroEvenWhereItWasInfinite() {
        Tensor x = Tensor.zeros(Shape.of(50, 2));
        IntStream.range(0, 100).forEach(i -> x.data().put(i, Float.POSITIVE_INFINITY));
        try (Training training = Training.ofSeed(Compute.shared(), 5, 50)) {
            assertThat(new DropPath(0.5).pass(x, training).output().toArray())
                    .containsOnly(0f, Float.POSITIVE_INFINITY);
        }
    }

    @Test
    void dropoutZeroesElementsAndDividesTheOthersByTheKeepProbability() {
        Tensor x = Tensor.zeros(Shape.of(3, 40, 100));
        IntStream.range(0, 12_000).forEach(i -> x.data().put(i, 1));
        try (Training training = Training.ofSeed(Compute.shared(), 5, 3)) {
            float[] y = new Dropout(0.2).pass(x, training).output().toArray();
            assertThat(y).containsOnly(0f, 1.25f);
            long dropped = IntStream.range(0, y.length).filter(i -> y[i] == 0).count();
            // Binomial with deviation 44: four of them on either side.
            assertThat(dropped).isBetween(2400L - 176, 2400L + 176);
        }
    }

    @Test
    void gradientsGoTheWayTheInputWent() {
        LayerCheck.of(new DropPath(0.5), Shape.of(7, 3, 5), 1)
                .gradientsEqualDifferences()
                .sameBitsOnAnyNumberOfThreads()
                .servesManyThreads();
        LayerCheck.of(new Dropout(0.5), Shape.of(3, 5, 7), 2)
                .gradientsEqualDifferences()
                .sameBitsOnAnyNumberOfThreads()
                .servesManyThreads();
        LayerCheck.of(new Dropout(0.5), Shape.of(3, 300, 70), 3).sameBitsOnAnyNumberOfThreads();
    }

    @Test
    void anotherBatchThanTheTrainingsIsRefusedNamingBoth() {
        try (Training training = Training.ofSeed(Compute.shared(), 5, 4)) {
            Tensor x = Tensor.zeros(Shape.of(3, 2));
            assertThatThrownBy(() -> new DropPath(0.5).pass(x, training))
                    .isInstanceOf(ShapeMismatchException.class)
                    .hasMessageContaining("[4, ...]")
                    .hasMessageContaining("[3, 2]");
        }
    }

    @Test
    void aRateOutsideOfItsRangeIsRefused() {
        for (double rate : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> new DropPath(rate)).hasMessageContaining(String.valueOf(rate));
            assertThatThrownBy(() -> new Dropout(rate)).hasMessageContaining(String.valueOf(rate));
        }
    }
}
