package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Training;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.optimizer.AdamWSettings;
import io.github.mambaout.train.optimizer.GradientClipping;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepMemoryTest {

    @ParameterizedTest
    @CsvSource({"mambaout_femto, 1, 0", "mambaout_femto, 5, 0.3", "mambaout_base_wide_rw, 3, 0.3"})
    void whatIsPlannedIsWhatAnUpdateBorrows(String name, int batch, double dropPath) {
        MambaOutConfig config = ModelZoo.config(name).toBuilder()
                .depths(List.of(1, 2))
                .dims(List.of(12, 20))
                .numClasses(7)
                .dropPathRate(dropPath)
                .build();
        MambaOut model = MambaOut.create(config, 0);
        Shape input = Shape.of(batch, 37, 50, 3);
        UpdateStep step = new UpdateStep(
                model, new CrossEntropy(0), AdamWSettings.withDecay(0.05), GradientClipping.none(), Compute.shared());

        StepMemory planned = step.memory(input);

        try (Training training = Training.ofSeed(Compute.shared(), 1, batch)) {
            Pass pass = model.pass(Tensor.zeros(input), training);
            Tensor logitsGradient = training.execution().borrow(pass.output().shape());
            logitsGradient.copyFrom(Tensor.zeros(logitsGradient.shape()));
            pass.backwardParameters(logitsGradient, Gradients.of(model.parameters()));
            assertThat(planned.maps()).isEqualTo(training.execution().memory().mostBytes());
        }
        assertThat(planned.weights())
                .isEqualTo(4 * Float.BYTES * model.parameters().count());
    }

    @Test
    void planningLeavesTheWeightsAsTheyAre() {
        MambaOut model = MambaOut.create(
                ModelZoo.config("mambaout_femto").toBuilder()
                        .depths(List.of(1))
                        .dims(List.of(12))
                        .numClasses(5)
                        .build(),
                0);
        float[] before = model.parameters().flat().toArray();
        new UpdateStep(
                        model,
                        new CrossEntropy(0),
                        AdamWSettings.withDecay(0),
                        GradientClipping.none(),
                        Compute.shared())
                .memory(Shape.of(4, 32, 32, 3));
        assertThat(model.parameters().flat().toArray()).containsExactly(before);
    }
}
