package io.github.mambaout.train.optimizer;

import static io.github.mambaout.train.optimizer.SmallParameters.compute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GradientClippingTest {
    @Test
    void byNormShortensOnlyWhatIsTooLong() {
        NormClipping clipping = new NormClipping(2);
        assertThat(clipping.scale(1)).isEqualTo(1);
        assertThat(clipping.scale(8)).isEqualTo(2 / (8 + 1e-6));
        assertThat(clipping.clip(new SmallParameters().trained(), 8, compute(1)))
                .isEqualTo(clipping.scale(8));
        assertThat(GradientClipping.none().clip(new SmallParameters().trained(), 1e30, compute(1)))
                .isEqualTo(1);
        assertThatThrownBy(() -> GradientClipping.byNorm(0)).hasMessageContaining("positive norm");
    }

    @Test
    void byValueKeepsEachValueWithinTheBound() {
        SmallParameters small = new SmallParameters();
        small.drawGradients(1);
        float[] before = small.gradients.toArray();
        assertThat(new ValueClipping(0.5).clip(small.trained(), 1, compute(2))).isEqualTo(1);
        float[] after = small.gradients.toArray();
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).as("value %d", i).isEqualTo(Math.max(-0.5f, Math.min(0.5f, before[i])));
        }
        assertThatThrownBy(() -> new ValueClipping(-1)).hasMessageContaining("positive");
    }

    @Test
    void adaptivelyShortensTheGradientOfAUnitThatIsLongBesideTheUnit() {
        Parameters parameters = Parameters.builder()
                .add("fc.weight", parameter(Shape.of(2, 2)))
                .add("fc.bias", parameter(Shape.of(2)))
                .add("head.fc.weight", parameter(Shape.of(1, 2)))
                .build();
        parameters.flat().copyFrom(Tensor.of(Shape.of(8), 3, 4, 30, 40, 0, 0, 3, 4));
        Tensor gradients = Tensor.of(Shape.of(8), 6, 8, 0.06f, 0.08f, 3, 4, 6, 8);
        new AdaptiveClipping(0.01).clip(TrainedParameters.of(parameters, gradients), 1, compute(1));
        // Unit 0 of norm 5 allows 0.05 of 10; unit 1 of norm 50 allows 0.5 of 0.1; zeros count as norm 1e-3 and allow
        // 1e-5
        // of 5; the classifier is left alone.
        double[] expected = {0.03, 0.04, 0.06, 0.08, 0.6e-5, 0.8e-5, 6, 8};
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) gradients.get(i)).as("value %d", i).isCloseTo(expected[i], within(1e-6 * expected[i]));
        }
    }

    private static Parameter parameter(Shape shape) {
        return new Parameter("any", shape, (random, index) -> 0);
    }
}
