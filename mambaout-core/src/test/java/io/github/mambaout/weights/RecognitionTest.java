package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.CropMode;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.kernel.Activation;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecognitionTest {
    private static final String PLUS_384 = "mambaout_base_plus_rw.sw_e150_r384_in12k_ft_in1k";

    @TempDir
    Path folder;

    private Path file(String name, MambaOutConfig config) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return ZeroWeights.write(path, MambaOut.parameterShapes(config));
    }

    private static MambaOutConfig plus(int classes) {
        return ModelZoo.config("mambaout_base_plus_rw").toBuilder()
                .numClasses(classes)
                .build();
    }

    private static Recognition recognise(Path path, LoadOptions options) {
        try (NamedWeights file = NamedWeights.open(path, options.weights())) {
            return Recognition.of(file, options);
        }
    }

    private static Recognition recognise(Path path) {
        return recognise(path, LoadOptions.defaults());
    }

    static List<PublishedWeights> published() {
        return PublishedWeights.all();
    }

    @ParameterizedTest
    @MethodSource("published")
    void fileThatIsNamedAfterPublishedWeightsIsPreparedAsThey(PublishedWeights weights) throws IOException {
        Recognition found = recognise(file(weights.name() + ".safetensors", weights.config()));
        assertThat(found.metadata().config()).isEqualTo(weights.config());
        assertThat(found.metadata().preprocessing()).isEqualTo(weights.preprocessing());
        assertThat(found.metadata().classNames()).isEqualTo(weights.classNames());
        assertThat(found.basis()).contains(weights.name(), "path");
        assertThat(found.assumption()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "model.safetensors, 224, CENTER",
        "models--timm--mambaout_base_plus_rw.sw_e150_r384_in12k_ft_in1k/snapshots/0a1b/model.safetensors, 384, SQUASH",
        "mambaout_base_plus_rw.sw_e150_r384_in12k_ft_in1k/mambaout_base_plus_rw.sw_e150_in12k_ft_in1k.pth, 224, CENTER",
        "mambaout_base_plus_rw.sw_e150_r384_in12k_ft_in1k/1/2/3/4/model.safetensors, 224, CENTER",
        "mambaout_femto.in1k.safetensors, 224, CENTER"
    })
    void pathTellsWhichWeightsOfTheModelTheseAre(String path, int size, CropMode cropMode) throws IOException {
        ModelMetadata found = recognise(file(path, plus(1000))).metadata();
        assertThat(found.config())
                .isEqualTo(plus(1000).toBuilder().imgSize(size).build());
        assertThat(found.preprocessing().height()).isEqualTo(size);
        assertThat(found.preprocessing().cropMode()).isEqualTo(cropMode);
        assertThat(found.classNames()).hasSize(1000).startsWith("tench, Tinca tinca");
    }

    @Test
    void numberOfClassesTellsTheRestOfTheWeightsOfAModel() throws IOException {
        ModelMetadata found = recognise(file("a.safetensors", plus(11_821))).metadata();
        assertThat(found.config().numClasses()).isEqualTo(11_821);
        assertThat(found.classNames())
                .isEqualTo(PublishedWeights.named("mambaout_base_plus_rw.sw_e150_in12k")
                        .classNames());
    }

    @Test
    void modelOfOtherClassesHasNoClassNamesButThePreprocessing() throws IOException {
        MambaOutConfig pets = ModelZoo.config("mambaout_base_short_rw").toBuilder()
                .numClasses(37)
                .build();
        ModelMetadata found = recognise(file("pets.safetensors", pets)).metadata();
        assertThat(found.config()).isEqualTo(pets);
        assertThat(found.classNames()).isEmpty();
        assertThat(found.preprocessing().cropFraction()).isEqualTo(0.95);
    }

    private static String hubConfig(String architecture, String cropMode) {
        return """
                {"architecture": "%s", "num_classes": 3, "label_names": ["ant", "bee", "cat"],
                 "pretrained_cfg": {"input_size": [3, 192, 256], "crop_pct": 0.9, "crop_mode": "%s",
                                    "interpolation": "bilinear", "mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}}
                """.formatted(architecture, cropMode);
    }

    @Test
    void configurationOfTheHubTellsPicturesAndClasses() throws IOException {
        Path path = file("mambaout_base_plus_rw.sw_e150_in12k/model.safetensors", plus(3));
        Files.writeString(path.resolveSibling("config.json"), hubConfig("mambaout_base_plus_rw", "squash"));
        Recognition found = recognise(path);
        assertThat(found.metadata().config())
                .isEqualTo(plus(3).toBuilder().imgHeight(192).imgWidth(256).build());
        assertThat(found.metadata().classNames()).containsExactly("ant", "bee", "cat");
        assertThat(found.metadata().preprocessing())
                .isEqualTo(new Preprocessing(
                        192,
                        256,
                        0.9,
                        CropMode.SQUASH,
                        Interpolation.BILINEAR,
                        true,
                        List.of(0.5, 0.5, 0.5),
                        List.of(0.25, 0.25, 0.25)));
        assertThat(found.basis()).contains("config.json");
        Path named = file("mambaout_base_plus_rw.sw_e150_in12k/" + PLUS_384 + ".safetensors", plus(1000));
        assertThat(recognise(named).metadata().preprocessing().height()).isEqualTo(384);
    }

    @ParameterizedTest
    @CsvSource({"mambaout_femto, squash", "mambaout_base_plus_rw, unheard"})
    void configurationThatDoesNotFitIsLeftOutOfAccount(String architecture, String cropMode) throws IOException {
        Path path = file("model.safetensors", plus(3));
        Recognition alone = recognise(path);
        for (String text : List.of(hubConfig(architecture, cropMode), "{", "[]", "{\"architectures\": [\"other\"]}")) {
            Files.writeString(path.resolveSibling("config.json"), text);
            assertThat(recognise(path)).isEqualTo(alone);
        }
    }

    @Test
    void givenTagCountsMoreThanThePath() throws IOException {
        Path path = file("mambaout_base_plus_rw.sw_e150_in12k_ft_in1k.safetensors", plus(1000));
        LoadOptions options = LoadOptions.defaults().withModel(PLUS_384);
        Recognition found = recognise(path, options);
        assertThat(found.metadata().preprocessing().height()).isEqualTo(384);
        assertThat(found.basis()).contains("name that was given");
    }

    @Test
    void givenModelTakesTheWeightsWithAsManyClasses() throws IOException {
        Path path = file("model.safetensors", plus(11_821));
        assertThat(recognise(path, LoadOptions.defaults().withModel("mambaout_base_plus_rw"))
                        .metadata())
                .isEqualTo(recognise(path).metadata());
    }

    @Test
    void activationThatCannotBeSeenIsSaidToBeAssumed() throws IOException {
        MambaOutConfig config = plus(1000).toBuilder()
                .name("custom")
                .depths(List.of(1, 1, 1, 1))
                .build();
        Recognition found = recognise(file("own.safetensors", config));
        assertThat(found.metadata().config()).isEqualTo(config);
        assertThat(found.metadata().config().actLayer()).isEqualTo(Activation.SILU);
        assertThat(found.assumption())
                .hasValueSatisfying(said -> assertThat(said).contains("SILU"));
    }

    @Test
    void widthsOfAnotherKindOfNetworkAreRefused() throws IOException {
        Map<String, Shape> shapes = new LinkedHashMap<>(MambaOut.parameterShapes(ModelZoo.config("test_mambaout")));
        shapes.put("stages.1.blocks.0.conv.weight", Shape.of(20, 1, 7, 7));
        Path path = ZeroWeights.write(folder.resolve("odd.safetensors"), shapes);
        assertThatThrownBy(() -> recognise(path))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("odd.safetensors", "[16, 20, 48, 64]", "[16, 32, 48, 64]");
    }

    @Test
    void missingParameterThatAllSizesHangOnIsNamed() throws IOException {
        Map<String, Shape> shapes = new LinkedHashMap<>(MambaOut.parameterShapes(ModelZoo.config("test_mambaout")));
        shapes.remove("stages.2.blocks.0.conv.weight");
        Path path = ZeroWeights.write(folder.resolve("part.safetensors"), shapes);
        assertThatThrownBy(() -> recognise(path))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("part.safetensors", "stages.2.blocks.0.conv.weight", "missing");
    }

    @Test
    void configurationThatNoNetworkHasIsRefused() throws IOException {
        Map<String, Shape> shapes = new LinkedHashMap<>(MambaOut.parameterShapes(ModelZoo.config("test_mambaout")));
        for (int stage = 0; stage < 4; stage++) {
            int dim = 16 * (stage + 1);
            shapes.put("stages." + stage + ".blocks.0.conv.weight", Shape.of(4 * dim, 1, 7, 7));
        }
        Path path = ZeroWeights.write(folder.resolve("narrow.safetensors"), shapes);
        assertThatThrownBy(() -> recognise(path))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("narrow.safetensors", "expansion_ratio", "conv_ratio (4.0)");
    }

    /** A convolution of this network would have 2^34 values; the file holds 8 million, and they are not written. */
    @Test
    void sizesThatNoMemoryHoldsAreRefusedBeforeTheyAreGivenAny() throws IOException {
        Path path = ZeroWeights.write(
                folder.resolve("wide.safetensors"),
                Map.of(
                        "stem.conv1.weight", Shape.of(1, 3, 3, 3),
                        "stages.0.blocks.0.fc1.weight", Shape.of(128, 65_536),
                        "stages.0.blocks.0.conv.weight", Shape.of(64, 1, 7, 7)));
        assertThatThrownBy(() -> ModelFile.load(path))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("wide.safetensors", "too large", "[65536, 32768, 3, 3]");
    }
}
