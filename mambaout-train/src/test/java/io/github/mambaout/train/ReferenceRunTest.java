package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.optimizer.AdamWSettings;
import io.github.mambaout.train.optimizer.AveragedWeights;
import io.github.mambaout.train.optimizer.EmaDecay;
import io.github.mambaout.train.optimizer.GradientClipping;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty updates of the small test model beside what PyTorch and timm computed in float64. */
class ReferenceRunTest {
    private static final int BATCH = 8;
    private static final int SIZE = 64;

    @ParameterizedTest
    @ValueSource(strings = {"vector", "plain"})
    void lossesGradientNormsAndFinalAndAveragedWeightsEqualThoseOfPyTorch(String provider) throws IOException {
        JsonNode run = reference().get("run");
        int classes = run.get("num_classes").asInt();
        MambaOut model = MambaOut.create(
                ModelZoo.config("test_mambaout").toBuilder().numClasses(classes).build(), 0);
        Formula.fill(model.parameters());
        Compute compute = Compute.of(KernelProviders.named(provider), 2);
        UpdateStep step = new UpdateStep(
                model,
                new CrossEntropy(run.get("label_smoothing").asDouble()),
                new AdamWSettings(
                        run.get("betas").get(0).asDouble(),
                        run.get("betas").get(1).asDouble(),
                        run.get("eps").asDouble(),
                        run.get("weight_decay").asDouble()),
                GradientClipping.byNorm(run.get("clip_grad_norm").asDouble()),
                compute);
        AveragedWeights averaged = new AveragedWeights(
                model.parameters(), new EmaDecay.Constant(run.get("ema_decay").asDouble()), compute);
        Randomness[] unused =
                IntStream.range(0, BATCH).mapToObj(Randomness::ofSeed).toArray(Randomness[]::new);
        for (int t = 0; t < run.get("losses").size(); t++) {
            int update = t;
            int[] labels =
                    IntStream.range(0, BATCH).map(i -> (update + i) % classes).toArray();
            UpdateStep.Outcome outcome = step.measure(batch(t), labels, unused);
            step.apply(outcome, run.get("lr").asDouble());
            averaged.add(t + 1);
            assertThat(outcome.loss())
                    .as("loss %d", t)
                    .isCloseTo(run.get("losses").get(t).asDouble(), within(1e-4));
            double norm = run.get("grad_norms_before_clip").get(t).asDouble();
            assertThat(outcome.gradientNorm()).as("gradient norm %d", t).isCloseTo(norm, within(1e-3 * norm));
        }
        assertNorms(model, run.get("l2"));
        try (AveragedWeights.Exchange exchange = averaged.exchange()) {
            assertNorms(model, run.get("ema_l2"));
        }
        assertNorms(model, run.get("l2"));
    }

    private static void assertNorms(MambaOut model, JsonNode norms) {
        assertThat(norms.size()).isEqualTo(model.parameters().all().size());
        model.parameters().byName().forEach((name, parameter) -> {
            double sum = 0;
            for (float value : parameter.value().toArray()) {
                sum += (double) value * value;
            }
            double norm = norms.get(name).asDouble();
            assertThat(Math.sqrt(sum)).as(name).isCloseTo(norm, within(1e-4 * norm));
        });
    }

    @Test
    void weightDecayTouchesTheSameParametersAsInTimm() throws IOException {
        List<String> decayed = new ArrayList<>();
        for (Map.Entry<String, Parameter> entry :
                MambaOut.create("test_mambaout").parameters().byName().entrySet()) {
            if (entry.getValue().decayed()) {
                decayed.add(entry.getKey());
            }
        }
        List<String> answer = new ArrayList<>();
        reference().get("run").get("decayed").forEach(name -> answer.add(name.asText()));
        assertThat(decayed).isEqualTo(answer);
    }

    /** The formula's picture in PyTorch's order of dimensions, turned into [N, H, W, C]. */
    private static Tensor batch(int t) {
        float[] values = Formula.input("batch" + t, Shape.of(BATCH, 3, SIZE, SIZE));
        Tensor batch = Tensor.zeros(Shape.of(BATCH, SIZE, SIZE, 3));
        for (int n = 0; n < BATCH; n++) {
            for (int c = 0; c < 3; c++) {
                for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
                    batch.data().put((n * SIZE * SIZE + pixel) * 3 + c, values[(n * 3 + c) * SIZE * SIZE + pixel]);
                }
            }
        }
        return batch;
    }

    private static JsonNode reference() throws IOException {
        try (InputStream in = ReferenceRunTest.class.getResourceAsStream("/reference/training.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
