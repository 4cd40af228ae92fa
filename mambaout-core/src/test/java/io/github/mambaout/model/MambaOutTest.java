package io.github.mambaout.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.kernel.Workers;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.BufferPool;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
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

    @Test
    void predictionPreparedOnManyThreadsHasTheSameBits() {
        Shape shape = Shape.of(2, 32, 40, 3);
        Tensor pictures = Tensor.zeros(shape);
        for (int i = 0; i < shape.elements(); i++) {
            pictures.data().put(i, (float) Math.sin(i));
        }
        MambaOut model = MambaOut.create("test_mambaout");
        MambaOut prepared = MambaOut.create("test_mambaout");
        try (Workers workers = new Workers(3);
                Execution alone =
                        Execution.on(Compute.of(KernelProviders.selected().kernels(), 1));
                Execution shared = Execution.on(new Compute(alone.kernels(), workers, new BufferPool()))) {
            prepared.prepare(shape, shared);
            assertThat(prepared.forward(pictures, shared).toArray())
                    .isEqualTo(model.forward(pictures, alone).toArray());
            assertThatThrownBy(() -> prepared.prepare(Shape.of(1, 32, 40, 4), shared))
                    .isInstanceOf(ShapeMismatchException.class);
        }
    }
}
