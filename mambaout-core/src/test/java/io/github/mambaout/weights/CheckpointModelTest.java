package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.reference.Formula;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models from PyTorch's checkpoints, with nothing told but the file. */
class CheckpointModelTest {
    @TempDir
    Path folder;

    private Path resource(String name) throws IOException {
        Path path = folder.resolve(Path.of(name).getFileName());
        try (InputStream in = CheckpointModelTest.class.getResourceAsStream("/weights/" + name)) {
            Files.copy(in, path);
        }
        return path;
    }

    /** The paper's own code computed the answer in float64 with the weights of the file. */
    @Test
    void fileOfThePapersRepositoryGivesItsAnswer() throws IOException {
        SavedModel saved = ModelFile.load(resource("paper_naming.pth"));
        assertThat(saved.model().config().depths()).containsExactly(1, 1, 2, 1);
        assertThat(saved.model().config().dims()).containsExactly(16, 32, 48, 64);
        assertThat(saved.metadata().preprocessing().height()).isEqualTo(224);
        JsonNode expected;
        try (InputStream in = CheckpointModelTest.class.getResourceAsStream("/weights/paper_naming.json")) {
            expected = new ObjectMapper().readTree(in).get("logits");
        }
        try (Execution execution = Execution.on(Compute.shared())) {
            float[] logits = saved.model()
                    .forward(Formula.pictures("input", 1, 3, 64, 64), execution)
                    .toArray();
            assertThat(logits).hasSize(expected.size());
            for (int i = 0; i < logits.length; i++) {
                assertThat((double) logits[i]).isCloseTo(expected.get(i).doubleValue(), within(1e-4));
            }
        }
    }

    private static void assertThatWeightsAreThoseOfTheFormulaTimes(float factor, MambaOut model) {
        model.parameters().byName().forEach((name, parameter) -> {
            float[] expected = Formula.parameter(name, parameter.shape());
            for (int i = 0; i < expected.length; i++) {
                expected[i] *= factor;
            }
            assertThat(parameter.value().toArray()).as(name).isEqualTo(expected);
        });
    }

    @Test
    void checkpointGivesTheTrainedWeightsUnlessTheAverageIsAskedFor() throws IOException {
        Path path = resource("pytorch/mambaout.pth");
        SavedModel trained = ModelFile.load(path);
        assertThat(trained.model().config().depths()).containsExactly(1, 1);
        assertThat(trained.model().config().numClasses()).isEqualTo(2);
        assertThatWeightsAreThoseOfTheFormulaTimes(1, trained.model());
        LoadOptions averaged = LoadOptions.defaults().withWeights(WeightSet.AVERAGED);
        assertThatWeightsAreThoseOfTheFormulaTimes(
                0.5f, ModelFile.load(path, averaged).model());
        Path copy = folder.resolve("averaged.safetensors");
        ModelFile.convert(path, averaged, copy, SaveOptions.defaults(), share -> {});
        assertThatWeightsAreThoseOfTheFormulaTimes(0.5f, ModelFile.load(copy).model());
    }

    @Test
    void checkpointIsDescribed() throws IOException {
        FileDescription found = ModelFile.describe(resource("pytorch/mambaout.pth"), LoadOptions.defaults());
        assertThat(found.kind()).isEqualTo("PyTorch checkpoint");
        assertThat(found.types()).containsExactly(ElementType.F32);
        assertThat(found.naming()).isEqualTo(ParameterNaming.TIMM);
        assertThat(found.prefix()).isEqualTo("module.");
        assertThat(found.sets()).containsExactly(WeightSet.TRAINED, WeightSet.AVERAGED);
        assertThat(found.metadata().config().dims()).isEqualTo(List.of(4, 8));
        assertThat(found.basis()).contains("its parameters");
        long values = MambaOut.parameterShapes(found.metadata().config()).values().stream()
                .mapToLong(shape -> shape.elements())
                .sum();
        assertThat(found.values()).isEqualTo(values);
        FileDescription paper = ModelFile.describe(resource("paper_naming.pth"), LoadOptions.defaults());
        assertThat(paper.naming()).isEqualTo(ParameterNaming.PAPER);
        assertThat(paper.sets()).containsExactly(WeightSet.TRAINED);
    }
}
