package io.github.mambaout.train.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TargetsTest {
    @Test
    void ofMixedPicturesEqualThoseOfTimm() throws IOException {
        int compared = 0;
        for (JsonNode answer : reference().get("mixed")) {
            int[] labels = IntStream.range(0, answer.get("labels").size())
                    .map(i -> answer.get("labels").get(i).asInt())
                    .toArray();
            Tensor targets = Tensor.zeros(
                    Shape.of(labels.length, answer.get("num_classes").asInt()));
            Targets.ofMixed(
                    labels,
                    answer.get("lam").asDouble(),
                    answer.get("smoothing").asDouble(),
                    targets);
            for (int n = 0; n < labels.length; n++) {
                for (int k = 0; k < targets.shape().channels(); k++) {
                    assertThat((double) targets.get(n * targets.shape().channels() + k))
                            .as("share %s, picture %d, class %d", answer.get("lam"), n, k)
                            .isCloseTo(answer.get("targets").get(n).get(k).asDouble(), within(6e-8));
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(3 * 4 * 5);
    }

    @Test
    void picturesOfTheSameClassAreAsIfTheyWereNotMixed() {
        Tensor mixed = Tensor.zeros(Shape.of(3, 4));
        Tensor own = Tensor.zeros(Shape.of(3, 4));
        Targets.ofMixed(new int[] {2, 1, 2}, 0.3, 0.2, mixed);
        Targets.ofLabels(new int[] {2, 1, 2}, 0.2, own);
        assertThat(mixed.toArray()).isEqualTo(own.toArray());
        assertThat(own.toArray())
                .containsExactly(0.05f, 0.05f, 0.85f, 0.05f, 0.05f, 0.85f, 0.05f, 0.05f, 0.05f, 0.05f, 0.85f, 0.05f);
    }

    @Test
    void namesWhatDoesNotFit() {
        Tensor targets = Tensor.zeros(Shape.of(2, 3));
        assertThatThrownBy(() -> Targets.ofLabels(new int[] {0, 3}, 0, targets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Label 3 of picture 1")
                .hasMessageContaining("3 classes");
        assertThatThrownBy(() -> Targets.ofLabels(new int[] {0}, 0, targets))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> Targets.ofMixed(new int[] {0, 1}, 1.1, 0, targets))
                .hasMessageContaining("share");
        assertThatThrownBy(() -> Targets.ofLabels(new int[] {0, 1}, 1, targets))
                .hasMessageContaining("Label smoothing");
    }

    private static JsonNode reference() throws IOException {
        try (InputStream in = TargetsTest.class.getResourceAsStream("/reference/training.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
