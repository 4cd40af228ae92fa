package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.optimizer.AdamWSettings;
import io.github.mambaout.train.optimizer.GradientClipping;
import io.github.mambaout.train.settings.AveragingSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrainingStateTest {
    private static final Compute COMPUTE = Compute.shared();

    /** A network with what trains it. */
    private static final class Run {
        private final MambaOut model;
        private final UpdateStep step;
        private final TrainingState state;

        Run(long seed, boolean averages) {
            model = MambaOut.create(
                    ModelZoo.config("test_mambaout").toBuilder()
                            .depths(List.of(1, 1))
                            .dims(List.of(8, 12))
                            .numClasses(3)
                            .build(),
                    seed);
            step = new UpdateStep(
                    model, new CrossEntropy(0.1), AdamWSettings.withDecay(0.05), GradientClipping.none(), COMPUTE);
            state = new TrainingState(
                    model.parameters(),
                    step,
                    WeightAverage.of(new AveragingSettings(averages, 0.9, true), model.parameters(), COMPUTE),
                    COMPUTE);
        }

        void update(int number) {
            SplittableRandom random = new SplittableRandom(number);
            float[] pictures = new float[2 * 16 * 16 * 3];
            for (int i = 0; i < pictures.length; i++) {
                pictures[i] = (float) random.nextGaussian();
            }
            state.update(
                    step.measure(
                            Tensor.of(Shape.of(2, 16, 16, 3), pictures),
                            new int[] {number % 3, 1},
                            Randomness.ofSeed(number),
                            Randomness.ofSeed(-number)),
                    1e-3);
        }
    }

    private static TrainingState.Values copy(TrainingState.Values live) {
        Map<String, Tensor> optimizer = new HashMap<>();
        live.optimizer().forEach((name, tensor) -> optimizer.put(name, copy(tensor)));
        return new TrainingState.Values(
                copy(live.weights()), live.averaged().map(TrainingStateTest::copy), live.optimizerUpdates(), optimizer);
    }

    private static Tensor copy(Tensor live) {
        Tensor copy = Tensor.zeros(live.shape());
        copy.copyFrom(live);
        return copy;
    }

    @Test
    void anotherRunGoesOnFromAStateToTheSameBits() {
        Run first = new Run(0, true);
        for (int i = 0; i < 3; i++) {
            first.update(i);
        }
        TrainingState.Values kept = copy(first.state.values());
        assertThat(kept.optimizerUpdates()).isEqualTo(3);
        Run second = new Run(1, true);
        second.update(7);
        second.state.restore(kept);
        for (int i = 3; i < 6; i++) {
            first.update(i);
            second.update(i);
        }
        assertThat(second.model.parameters().flat().toArray())
                .isEqualTo(first.model.parameters().flat().toArray())
                .isNotEqualTo(kept.weights().toArray());
        assertThat(second.state.values().averaged().orElseThrow().toArray())
                .isEqualTo(first.state.values().averaged().orElseThrow().toArray());
    }

    @Test
    void aStateWithoutAnAverageIsRefusedByARunThatHasOne() {
        Run averaging = new Run(0, true);
        TrainingState.Values without = new Run(0, false).state.values();
        assertThat(without.averaged()).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> averaging.state.restore(without))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no average");
    }
}
