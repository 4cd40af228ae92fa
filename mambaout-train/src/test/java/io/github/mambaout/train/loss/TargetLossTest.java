package io.github.mambaout.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses of soft targets beside their formulas in float64. */
class TargetLossTest {
    private static final int BATCH = 3;
    private static final int CLASSES = 4;
    private static final Shape SHAPE = Shape.of(BATCH, CLASSES);
    private static final List<Double> WEIGHTS = List.of(0.5, 2.0, 1.0, 3.0);

    private final Tensor logits =
            Tensor.of(SHAPE, 0.3f, -1.2f, 2.1f, 0.05f, 1.7f, 1.6f, -0.4f, -3f, 0.2f, 0.1f, -0.7f, -2.2f);
    private final Tensor targets = Tensor.of(SHAPE, 0.1f, 0.2f, 0.6f, 0.1f, 0f, 1f, 0f, 0f, 0.25f, 0.25f, 0.25f, 0.25f);

    static Stream<Arguments> losses() {
        ClassWeights weights = new ClassWeights(WEIGHTS);
        return Stream.of(
                Arguments.of(new SoftTargetCrossEntropy(), formula(x -> softmax(x, null))),
                Arguments.of(new SoftTargetCrossEntropy(weights), formula(x -> softmax(x, WEIGHTS))),
                Arguments.of(new BinaryCrossEntropy(), formula(x -> binary(x, false, false, 1, null))),
                Arguments.of(
                        new BinaryCrossEntropy(OptionalDouble.of(0.2), false, 1, ClassWeights.even()),
                        formula(x -> binary(x, true, false, 1, null))),
                Arguments.of(
                        new BinaryCrossEntropy(OptionalDouble.empty(), true, 2.5, weights),
                        formula(x -> binary(x, false, true, 2.5, WEIGHTS))));
    }

    private static Function<double[], Double> formula(Function<double[], Double> formula) {
        return formula;
    }

    private static double target(int i) {
        return new TargetLossTest().targets.get(i);
    }

    private static double softmax(double[] x, List<Double> weights) {
        double loss = 0;
        for (int n = 0; n < BATCH; n++) {
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                sum += Math.exp(x[n * CLASSES + k]);
            }
            for (int k = 0; k < CLASSES; k++) {
                double weight = weights == null ? 1 : weights.get(k);
                loss -= weight * target(n * CLASSES + k) * Math.log(Math.exp(x[n * CLASSES + k]) / sum);
            }
        }
        return loss / BATCH;
    }

    private static double binary(
            double[] x, boolean thresholded, boolean sumsClasses, double positive, List<Double> weights) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) {
            double target = target(i);
            if (thresholded) {
                target = target > 0.2 ? 1 : 0;
            }
            double probability = 1 / (1 + Math.exp(-x[i]));
            double weight = weights == null ? 1 : weights.get(i % CLASSES);
            loss -= weight * (positive * target * Math.log(probability) + (1 - target) * Math.log(1 - probability));
        }
        return loss / (sumsClasses ? BATCH : BATCH * CLASSES);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossEqualsItsFormulaAndTheGradientFiniteDifferences(TargetLoss loss, Function<double[], Double> formula) {
        double[] x = new double[BATCH * CLASSES];
        for (int i = 0; i < x.length; i++) {
            x[i] = logits.get(i);
        }
        Tensor gradient = Tensor.zeros(SHAPE);
        assertThat(loss.evaluate(logits, targets, gradient)).isCloseTo(formula.apply(x), within(1e-12));
        for (int i = 0; i < x.length; i++) {
            double[] above = x.clone();
            double[] below = x.clone();
            above[i] += 1e-5;
            below[i] -= 1e-5;
            double slope = (formula.apply(above) - formula.apply(below)) / 2e-5;
            assertThat((double) gradient.get(i)).as("logit %d", i).isCloseTo(slope, within(1e-7));
        }
    }

    @Test
    void smoothedLabelsEqualCrossEntropyOfLabels() {
        int[] labels = {2, 0, 3};
        Tensor soft = Tensor.zeros(SHAPE);
        Tensor hard = Tensor.zeros(SHAPE);
        double ofTargets = new SmoothedLabels(new SoftTargetCrossEntropy(), 0.1).evaluate(logits, labels, soft);
        double ofLabels = new CrossEntropy(0.1).evaluate(logits, labels, hard);
        assertThat(ofTargets).isCloseTo(ofLabels, within(1e-7));
        for (int i = 0; i < SHAPE.elements(); i++) {
            assertThat(soft.get(i)).as("logit %d", i).isCloseTo(hard.get(i), within(3e-8f));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void staysFiniteForHugeLogitsAndGivesNaNForNone(TargetLoss loss, Function<double[], Double> unused) {
        Tensor gradient = Tensor.zeros(Shape.of(1, CLASSES));
        Tensor wanted = Tensor.of(Shape.of(1, CLASSES), 0, 0, 1, 0);
        Tensor certain = Tensor.of(Shape.of(1, CLASSES), -1e30f, -1e30f, 1e30f, -1e30f);
        assertThat(loss.evaluate(certain, wanted, gradient)).isZero();
        assertThat(gradient.toArray()).containsOnly(0f);
        Tensor broken = Tensor.of(Shape.of(1, CLASSES), 0, Float.NaN, 1, 0);
        assertThat(loss.evaluate(broken, wanted, gradient)).isNaN();
    }

    @Test
    void aCriterionIsTheLossOfItsTargets() {
        Tensor one = Tensor.zeros(SHAPE);
        Tensor other = Tensor.zeros(SHAPE);
        TargetLoss loss = new SoftTargetCrossEntropy();
        assertThat(loss.of(targets).evaluate(logits, one)).isEqualTo(loss.evaluate(logits, targets, other));
        assertThat(one.toArray()).isEqualTo(other.toArray());
    }

    @Test
    void balancedWeightsMakeEveryClassCountAlike() {
        ClassWeights weights = ClassWeights.balanced(100, 50, 0, 850);
        assertThat(weights.values()).containsExactly(1000 / 300.0, 1000 / 150.0, 0.0, 1000 / 2550.0);
        double mean = (100 * weights.values().get(0)
                        + 50 * weights.values().get(1)
                        + 850 * weights.values().get(3))
                / 1000;
        assertThat(mean).isCloseTo(1, within(1e-12));
        assertThatThrownBy(() -> ClassWeights.balanced(0, 0)).hasMessageContaining("single picture");
        assertThatThrownBy(() -> new ClassWeights(List.of(1.0, -1.0))).hasMessageContaining("class 1");
    }

    @Test
    void namesWhatDoesNotFit() {
        TargetLoss loss = new SoftTargetCrossEntropy(new ClassWeights(List.of(1.0, 1.0)));
        assertThatThrownBy(() -> loss.evaluate(logits, targets, Tensor.zeros(SHAPE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 classes, but 4 logits");
        assertThatThrownBy(() ->
                        new BinaryCrossEntropy().evaluate(logits, Tensor.zeros(Shape.of(3, 5)), Tensor.zeros(SHAPE)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[3, 5]");
        assertThatThrownBy(() -> new BinaryCrossEntropy(OptionalDouble.of(1), false, 1, ClassWeights.even()))
                .hasMessageContaining("threshold");
        assertThatThrownBy(() -> new BinaryCrossEntropy(OptionalDouble.empty(), false, 0, ClassWeights.even()))
                .hasMessageContaining("positive");
    }
}
