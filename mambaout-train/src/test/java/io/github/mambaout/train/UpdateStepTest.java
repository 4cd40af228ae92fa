package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.loss.Loss;
import io.github.mambaout.train.optimizer.GradientClipping;
import io.github.mambaout.train.optimizer.SgdSettings;
import io.github.mambaout.train.optimizer.UpdateRules;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UpdateStepTest {
    private static final int PICTURES = 8;
    private static final int SIZE = 32;
    private static final Loss LOSS = new CrossEntropy(0.1);
    private final int[] labels =
            IntStream.range(0, PICTURES).map(i -> i * 3 % 5).toArray();
    private final Randomness[] samples =
            IntStream.range(0, PICTURES).mapToObj(Randomness::ofSeed).toArray(Randomness[]::new);
    private final Tensor pictures = Formula.pictures("pictures", PICTURES, 3, SIZE, SIZE);

    private static MambaOut model() {
        MambaOut model = MambaOut.create(
                ModelZoo.config("test_mambaout").toBuilder()
                        .depths(List.of(1, 1))
                        .dims(List.of(16, 24))
                        .numClasses(5)
                        .dropPathRate(0.3)
                        .build(),
                0);
        Formula.fill(model.parameters());
        return model;
    }

    /** Plain gradient descent, whose update is the gradient itself. */
    private static UpdateStep step(MambaOut model) {
        return new UpdateStep(model, LOSS, new SgdSettings(0, false, 0), GradientClipping.none(), Compute.shared());
    }

    private UpdateStep.Outcome inParts(UpdateStep step, int parts) {
        int length = PICTURES / parts;
        UpdateStep.Group group = step.group(parts);
        for (int part = 0; part < parts; part++) {
            int from = part * length;
            group.add(
                    pictures.slice(from * SIZE * SIZE * 3, Shape.of(length, SIZE, SIZE, 3)),
                    LOSS.of(Arrays.copyOfRange(labels, from, from + length)),
                    Arrays.copyOfRange(samples, from, from + length));
        }
        return group.outcome();
    }

    @Test
    void microBatchesMakeTheGradientOfTheLargeBatch() {
        MambaOut whole = model();
        UpdateStep large = step(whole);
        UpdateStep.Outcome expected = large.measure(pictures, labels, samples);
        large.apply(expected, 1);
        float[] start = model().parameters().flat().toArray();
        float[] ofWhole = whole.parameters().flat().toArray();
        double largest = IntStream.range(0, start.length)
                .mapToDouble(i -> Math.abs(ofWhole[i] - start[i]))
                .max()
                .orElseThrow();
        assertThat(largest).isGreaterThan(0.01);
        for (int parts : new int[] {2, 4, 8}) {
            MambaOut divided = model();
            UpdateStep step = step(divided);
            UpdateStep.Outcome outcome = inParts(step, parts);
            assertThat(outcome.loss()).isCloseTo(expected.loss(), within(1e-6));
            assertThat(outcome.gradientNorm())
                    .isCloseTo(expected.gradientNorm(), within(1e-6 * expected.gradientNorm()));
            step.apply(outcome, 1);
            float[] ofDivided = divided.parameters().flat().toArray();
            for (int i = 0; i < start.length; i++) {
                assertThat((double) ofDivided[i])
                        .as("%d parts, weight %d", parts, i)
                        .isCloseTo(ofWhole[i], within(2e-6 * largest));
            }
        }
    }

    @Test
    void oneMicroBatchHasTheBitsOfAPlainUpdate() {
        MambaOut plain = model();
        UpdateStep plainStep = step(plain);
        plainStep.apply(plainStep.measure(pictures, labels, samples), 0.1);
        MambaOut grouped = model();
        UpdateStep groupedStep = step(grouped);
        groupedStep.apply(inParts(groupedStep, 1), 0.1);
        assertThat(grouped.parameters().flat().toArray())
                .isEqualTo(plain.parameters().flat().toArray());
    }

    @Test
    void frozenParametersCountNeitherInTheNormNorInTheUpdate() {
        MambaOut model = model();
        UpdateStep all = step(model());
        UpdateStep head = new UpdateStep(
                model,
                LOSS,
                new SgdSettings(0, false, 0),
                UpdateRules.of(model.parameters()).freezing(List.of("stem", "stages")),
                GradientClipping.none(),
                Compute.shared());
        UpdateStep.Outcome outcome = head.measure(pictures, labels, samples);
        assertThat(outcome.gradientNorm())
                .isPositive()
                .isLessThan(all.measure(pictures, labels, samples).gradientNorm() * 0.9);
        head.apply(outcome, 1);
        double squares = 0;
        for (var entry : model.parameters().byName().entrySet()) {
            float[] before = model().parameters().get(entry.getKey()).value().toArray();
            float[] after = entry.getValue().value().toArray();
            if (entry.getKey().startsWith("head")) {
                for (int i = 0; i < after.length; i++) {
                    squares += Math.pow(after[i] - before[i], 2);
                }
            } else {
                assertThat(after).as(entry.getKey()).isEqualTo(before);
            }
        }
        assertThat(Math.sqrt(squares)).isCloseTo(outcome.gradientNorm(), within(1e-4 * outcome.gradientNorm()));
    }

    @Test
    void aPartWhoseLossIsNoNumberSpoilsTheUpdate() {
        UpdateStep step = step(model());
        UpdateStep.Group group = step.group(2);
        group.add(pictures, (logits, gradient) -> Double.NaN, samples);
        group.add(pictures, LOSS.of(labels), samples);
        UpdateStep.Outcome outcome = group.outcome();
        assertThat(outcome.loss()).isNaN();
        assertThat(outcome.isFinite()).isFalse();
    }

    @Test
    void refusesMoreOrFewerPartsThanAnnounced() {
        UpdateStep step = step(model());
        UpdateStep.Group group = step.group(1);
        assertThatThrownBy(group::outcome)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0 of 1");
        group.add(pictures, LOSS.of(labels), samples);
        assertThatThrownBy(() -> group.add(pictures, LOSS.of(labels), samples))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("All 1");
        assertThatThrownBy(() -> step.group(0)).hasMessageContaining("at least 1");
    }
}
