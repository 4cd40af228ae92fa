package io.github.mambaout.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
    private static final Shape SHAPE = Shape.of(3, 4);
    private static final int[] LABELS = {2, 0, 3};

    private final Tensor logits =
            Tensor.of(SHAPE, 0.3f, -1.2f, 2.1f, 0.05f, 1.7f, 1.6f, -0.4f, -3f, 0.2f, 0.1f, -0.7f, -2.2f);

    @Test
    void equalsTheFormulaWithAndWithoutSmoothing() {
        for (double smoothing : new double[] {0, 0.1, 0.35}) {
            double loss = new CrossEntropy(smoothing).evaluate(logits, LABELS, Tensor.zeros(SHAPE));
            assertThat(loss).isCloseTo(formula(toDoubles(logits), smoothing), within(1e-12));
        }
    }

    @Test
    void gradientEqualsFiniteDifferences() {
        double smoothing = 0.1;
        Tensor gradient = Tensor.zeros(SHAPE);
        new CrossEntropy(smoothing).evaluate(logits, LABELS, gradient);
        double[] values = toDoubles(logits);
        for (int i = 0; i < values.length; i++) {
            double[] above = values.clone();
            double[] below = values.clone();
            above[i] += 1e-5;
            below[i] -= 1e-5;
            double slope = (formula(above, smoothing) - formula(below, smoothing)) / 2e-5;
            assertThat((double) gradient.get(i)).as("logit %d", i).isCloseTo(slope, within(1e-7));
        }
    }

    @Test
    void staysFiniteForHugeLogits() {
        Tensor huge = Tensor.of(Shape.of(1, 3), 1e30f, -1e30f, 0f);
        Tensor gradient = Tensor.zeros(huge.shape());
        assertThat(new CrossEntropy(0).evaluate(huge, new int[] {0}, gradient)).isZero();
        assertThat(gradient.toArray()).containsExactly(0f, 0f, 0f);
    }

    @Test
    void givesNaNForLogitsThatAreNoNumbers() {
        Tensor broken = Tensor.of(Shape.of(1, 2), Float.NaN, 1f);
        assertThat(new CrossEntropy(0.1).evaluate(broken, new int[] {1}, Tensor.zeros(broken.shape())))
                .isNaN();
    }

    @Test
    void namesTheLabelThatIsNoClass() {
        assertThatThrownBy(() -> new CrossEntropy(0).evaluate(logits, new int[] {0, 4, 1}, Tensor.zeros(SHAPE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Label 4 of picture 1")
                .hasMessageContaining("4 classes");
    }

    @Test
    void refusesShapesThatDoNotFit() {
        assertThatThrownBy(() -> new CrossEntropy(0).evaluate(logits, new int[] {0}, Tensor.zeros(SHAPE)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[1, classes]")
                .hasMessageContaining("[3, 4]");
        assertThatThrownBy(() -> new CrossEntropy(0).evaluate(logits, LABELS, Tensor.zeros(Shape.of(4, 3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[4, 3]");
        assertThatThrownBy(() -> new CrossEntropy(1)).hasMessageContaining("Label smoothing");
    }

    /** The definition, term by term, without shifting by the largest logit. */
    private static double formula(double[] logits, double smoothing) {
        int classes = SHAPE.size(1);
        double total = 0;
        for (int n = 0; n < LABELS.length; n++) {
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                sum += Math.exp(logits[n * classes + k]);
            }
            for (int k = 0; k < classes; k++) {
                double target = smoothing / classes + (k == LABELS[n] ? 1 - smoothing : 0);
                total -= target * Math.log(Math.exp(logits[n * classes + k]) / sum);
            }
        }
        return total / LABELS.length;
    }

    private static double[] toDoubles(Tensor tensor) {
        double[] values = new double[tensor.shape().elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return values;
    }
}
