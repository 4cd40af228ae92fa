package io.github.mambaout.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationTest {
    private static final ModelMetadata METADATA = new ModelMetadata(
            MambaOutConfig.builder().numClasses(4).build(),
            List.of("shirt", "bag", "boot", "coat"),
            Preprocessing.imageNet(224),
            Provenance.unknown());

    @Test
    void topIsSortedAndNamed() {
        Classification classification = new Classification(METADATA, new float[] {1, 3, -2, 3});
        double sum = Math.exp(1) + 2 * Math.exp(3) + Math.exp(-2);
        assertThat(classification.top(3)).extracting(Prediction::label).containsExactly("bag", "coat", "shirt");
        assertThat(classification.top(10)).hasSize(4);
        assertThat(classification.best().index()).isEqualTo(1);
        assertThat(classification.best().probability()).isCloseTo(Math.exp(3) / sum, within(1e-12));
        assertThat(classification.probabilities()[2]).isCloseTo(Math.exp(-2) / sum, within(1e-12));
        assertThat(classification.logits()).containsExactly(1, 3, -2, 3);
    }

    @Test
    void largeLogitsDoNotOverflow() {
        Classification classification = new Classification(METADATA, new float[] {3e38f, -3e38f, 0, 3e38f});
        assertThat(classification.probabilities()).containsExactly(0.5, 0, 0, 0.5);
    }

    @Test
    void predictionPrintsLabelAndPercent() {
        assertThat(new Prediction("ankle boot", 9, 0.97345)).hasToString("ankle boot 97.3%");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void outputThatIsNotFiniteIsRefused(float value) {
        assertThatThrownBy(() -> new Classification(METADATA, new float[] {0, value, 0, 0}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not finite");
    }

    @Test
    void topOfNothingIsRefused() {
        Classification classification = new Classification(METADATA, new float[4]);
        assertThatThrownBy(() -> classification.top(0)).hasMessageContaining("at least 1");
    }
}
