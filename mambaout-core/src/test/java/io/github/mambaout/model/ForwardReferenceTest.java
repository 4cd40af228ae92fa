package io.github.mambaout.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.reference.Answers;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.SafetensorsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The models' answers against timm's in float64; the yardstick is the error of PyTorch's own float32 pass. */
class ForwardReferenceTest {
    private static final JsonNode MODELS = Answers.json("models.json");

    static Stream<Arguments> cases() {
        List<String> keys = new ArrayList<>();
        MODELS.fieldNames().forEachRemaining(keys::add);
        return Stream.of("vector", "plain").flatMap(provider -> keys.stream().map(key -> Arguments.of(key, provider)));
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("cases")
    void answersAreTimms(String key, String provider) {
        JsonNode entry = MODELS.get(key);
        JsonNode input = entry.get("input");
        double torchError = entry.get("torch_float32_max_abs_error").doubleValue();
        MambaOut model = MambaOut.create(entry.get("variant").textValue());
        Formula.fill(model.parameters());
        Tensor pictures = Formula.pictures(
                input.get(0).textValue(),
                input.get(1).intValue(),
                input.get(2).intValue(),
                input.get(3).intValue(),
                input.get(4).intValue());
        Compute compute = Compute.of(KernelProviders.named(provider), 2);
        try (SafetensorsFile answers = Answers.tensors("forward.safetensors");
                Execution execution = Execution.on(compute)) {
            List<Tensor> maps = model.featureMaps(pictures, execution);
            for (int stage = 0; stage < maps.size(); stage++) {
                assertThat(Answers.largestError(
                                answers.tensor(key + "/stage" + stage + ".mean"), meanOverSpace(maps.get(stage))))
                        .as("mean of stage %d", stage)
                        .isLessThan(1e-4);
            }
            Tensor preLogits = model.preLogits(maps.get(maps.size() - 1), execution);
            assertThat(Answers.largestError(answers.tensor(key + "/pre_logits"), preLogits))
                    .as("pre_logits")
                    .isLessThan(3 * torchError);
            assertThat(Answers.largestError(answers.tensor(key + "/logits"), model.forward(pictures, execution)))
                    .as("logits")
                    .isLessThan(2 * torchError);
        }
        compute.workers().close();
    }

    private static Tensor meanOverSpace(Tensor map) {
        Shape shape = map.shape();
        int pixels = shape.size(1) * shape.size(2);
        Tensor mean = Tensor.zeros(Shape.of(shape.size(0), shape.channels()));
        for (int n = 0; n < shape.size(0); n++) {
            for (int c = 0; c < shape.channels(); c++) {
                double sum = 0;
                for (int p = 0; p < pixels; p++) {
                    sum += map.get((n * pixels + p) * shape.channels() + c);
                }
                mean.data().put(n * shape.channels() + c, (float) (sum / pixels));
            }
        }
        return mean;
    }

    @ParameterizedTest
    @MethodSource("keys")
    void parametersAndMultiplyAddsAreExact(String key) {
        JsonNode entry = MODELS.get(key);
        JsonNode input = entry.get("input");
        MambaOut model = MambaOut.create(entry.get("variant").textValue());
        ModelSummary summary = model.summary(Shape.of(
                input.get(1).intValue(),
                input.get(3).intValue(),
                input.get(4).intValue(),
                input.get(2).intValue()));
        assertThat(summary.parameters()).isEqualTo(entry.get("params").longValue());
        assertThat(summary.multiplyAdds()).isEqualTo(entry.get("macs").longValue());
        if (entry.has("parameters")) {
            List<String> expected = new ArrayList<>();
            entry.get("parameters")
                    .properties()
                    .forEach(p ->
                            expected.add(p.getKey() + p.getValue().toString().replace(",", ", ")));
            assertThat(model.parameters().byName().entrySet().stream()
                            .map(p -> p.getKey() + p.getValue().shape())
                            .toList())
                    .isEqualTo(expected);
        }
    }

    static Stream<String> keys() {
        List<String> keys = new ArrayList<>();
        MODELS.fieldNames().forEachRemaining(keys::add);
        return keys.stream();
    }
}
