package io.github.mambaout.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GlobalPoolTest {
    private static final Shape MAP = Shape.of(3, 5, 7, 19);
    private static final int PIXELS = 35;

    private static double[] largest(Tensor x) {
        double[] largest = new double[3 * 19];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < x.shape().elements(); i++) {
            int to = i / (PIXELS * 19) * 19 + i % 19;
            largest[to] = Math.max(largest[to], x.get(i));
        }
        return largest;
    }

    private static double[] mean(Tensor x) {
        double[] mean = new double[3 * 19];
        for (int i = 0; i < x.shape().elements(); i++) {
            mean[i / (PIXELS * 19) * 19 + i % 19] += x.get(i) / (double) PIXELS;
        }
        return mean;
    }

    @Test
    void maxIsTheLargestValueOfEachChannel() {
        Tensor x = LayerCheck.random(MAP, 1);

        Formulas.assertClose(Formulas.forward(new GlobalMaxPool(), x), largest(x), 0);
    }

    @Test
    void maxOfNegativeValuesIsNegative() {
        Tensor x = Tensor.of(Shape.of(1, 1, 2, 2), -3, -1, -2, -5);

        assertThat(Formulas.forward(new GlobalMaxPool(), x)).containsExactly(-2, -1);
    }

    @Test
    void averageMaxIsTheMeanOfBoth() {
        Tensor x = LayerCheck.random(MAP, 2);
        double[] expected = mean(x);
        double[] largest = largest(x);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (expected[i] + largest[i]) / 2;
        }

        Formulas.assertClose(Formulas.forward(new GlobalAverageMaxPool(), x), expected, 1e-6);
    }

    /** Values of which no two in a channel are equal. */
    private static Tensor distinct(Shape shape) {
        Tensor x = Tensor.zeros(shape);
        for (int i = 0; i < shape.elements(); i++) {
            x.data().put(i, i * 389 % 997 / 4f);
        }
        return x;
    }

    @Test
    void gradientOfTheMaximumGoesToThePixelThatHoldsIt() {
        Tensor x = distinct(Shape.of(2, 3, 4, 5));
        Tensor upstream = LayerCheck.random(Shape.of(2, 5), 3);

        float[] gradient = gradient(new GlobalMaxPool(), x, upstream);

        for (int i = 0; i < gradient.length; i++) {
            int output = i / 60 * 5 + i % 5;
            boolean holder = true;
            for (int pixel = 0; pixel < 12; pixel++) {
                holder &= x.get(i) >= x.get(i / 60 * 60 + pixel * 5 + i % 5);
            }
            assertThat(gradient[i]).as("element %d", i).isEqualTo(holder ? upstream.get(output) : 0);
        }
    }

    @Test
    void pixelsThatShareTheMaximumShareItsGradientEqually() {
        Tensor x = Tensor.of(Shape.of(1, 2, 2, 2), 7, 1, 7, 2, 0, 2, 7, 2);
        Tensor upstream = Tensor.of(Shape.of(1, 2), 6, -3);

        assertThat(gradient(new GlobalMaxPool(), x, upstream)).containsExactly(2, 0, 2, -1, 0, -1, 2, -1);
        assertThat(gradient(new GlobalAverageMaxPool(), x, upstream))
                .containsExactly(1.75f, -0.375f, 1.75f, -0.875f, 0.75f, -0.875f, 1.75f, -0.875f);
    }

    private static float[] gradient(Layer layer, Tensor x, Tensor upstream) {
        try (Training training = Training.ofSeed(Compute.shared(), 0, x.shape().size(0))) {
            return layer.pass(x, training)
                    .backward(upstream, Gradients.of(layer.parameters()))
                    .toArray();
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsOfEveryKindAreTheSameOnAnyNumberOfThreads(GlobalPool pool) {
        LayerCheck.of(pool.layer(), MAP, 4)
                .sameBitsOnAnyNumberOfThreads()
                .servesManyThreads()
                .predictsWhatItTrains();
    }

    @ParameterizedTest
    @EnumSource
    void gradientsOfEveryKindEqualDifferences(GlobalPool pool) {
        LayerCheck.of(Sequential.of(new Peaks(), pool.layer()), Shape.of(2, 2, 3, 5), 12)
                .gradientsEqualDifferences();
        LayerCheck.of(Sequential.of(new Peaks(), new ClassifierHead(6, 4, pool, true, 0.5)), Shape.of(2, 2, 3, 6), 13)
                .gradientsEqualDifferences();
    }

    /** Lifts one pixel of each channel above all that the random inputs reach: no difference sees two that change places. */
    private static final class Peaks implements Layer {
        private static final float LIFT = 5;
        private static final Parameters NONE = Parameters.of();

        @Override
        public Shape outputShape(Shape input) {
            return input;
        }

        @Override
        public Parameters parameters() {
            return NONE;
        }

        @Override
        public long multiplyAdds(Shape input) {
            return 0;
        }

        @Override
        public Tensor forward(Tensor input, Execution execution) {
            Tensor output = execution.borrow(input.shape());
            int channels = input.shape().channels();
            int pixels = input.shape().size(1) * input.shape().size(2);
            for (int i = 0; i < input.shape().elements(); i++) {
                boolean peak = i / channels % pixels == i % channels % pixels;
                output.data().put(i, input.get(i) + (peak ? LIFT : 0));
            }
            return output;
        }

        @Override
        public Pass pass(Tensor input, Training training) {
            Tensor output = forward(input, training.execution());
            return new Pass() {
                @Override
                public Tensor output() {
                    return output;
                }

                @Override
                public Tensor backward(Tensor outputGradient, Gradients into) {
                    return outputGradient;
                }
            };
        }
    }

    @Test
    void withoutPoolingTheHeadAnswersForEveryPixel() {
        ClassifierHead head = new ClassifierHead(6, 10, GlobalPool.NONE, false, 0);
        ClassifierHead features = new ClassifierHead(6, 0, GlobalPool.NONE, true, 0);

        assertThat(head.outputShape(Shape.of(3, 2, 5, 6))).isEqualTo(Shape.of(3, 2, 5, 10));
        assertThat(features.outputShape(Shape.of(3, 2, 5, 6))).isEqualTo(Shape.of(3, 2, 5, 24));
    }

    @Test
    void onlyMapsArePooled() {
        assertThatThrownBy(() -> new GlobalMaxPool().outputShape(Shape.of(3, 6)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("GlobalMaxPool");
        assertThatThrownBy(() -> new GlobalAverageMaxPool().outputShape(Shape.of(3, 0, 4, 6)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("GlobalAverageMaxPool");
    }
}
