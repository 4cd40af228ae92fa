package io.github.mambaout.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.tensor.Shape;
import org.junit.jupiter.api.Test;

class MambaOutTest {

    @Test
    void anotherNumberOfClassesKeepsAllWeightsButTheLastLayers() {
        MambaOut model = MambaOut.create(ModelZoo.config("test_mambaout"), 1);
        MambaOut other = model.withClasses(7, 2);

        assertThat(other.config().numClasses()).isEqualTo(7);
        assertThat(other.outputShape(Shape.of(2, 64, 64, 3))).isEqualTo(Shape.of(2, 7));
        assertThat(other.parameters().get("head.fc.weight").shape()).isEqualTo(Shape.of(7, 256));
        assertThat(other.parameters().byName().keySet())
                .isEqualTo(model.parameters().byName().keySet());
        other.parameters().byName().forEach((name, parameter) -> {
            if (!name.startsWith("head.fc.")) {
                assertThat(parameter.value().toArray())
                        .as(name)
                        .isEqualTo(model.parameters().get(name).value().toArray());
            }
        });
    }

    @Test
    void noClassesLeaveWhatEntersTheLastLayer() {
        MambaOut model = MambaOut.create("test_mambaout").withClasses(0, 0);

        assertThat(model.outputShape(Shape.of(1, 64, 64, 3))).isEqualTo(Shape.of(1, 256));
        assertThat(model.parameters().byName()).doesNotContainKey("head.fc.weight");
    }
}
