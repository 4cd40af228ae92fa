package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ModelFileTest {
    @TempDir
    Path folder;

    private static MambaOutConfig small() {
        return MambaOutConfig.builder()
                .name("small")
                .depths(List.of(1, 2))
                .dims(List.of(8, 16))
                .numClasses(3)
                .imgSize(32)
                .build();
    }

    private static ModelMetadata metadata() {
        return new ModelMetadata(
                small(),
                List.of("a", "b", "c"),
                Preprocessing.imageNet(32),
                Provenance.here("test", Map.of("lr", "0.1"), 5));
    }

    private Path saved() {
        Path path = folder.resolve("small.safetensors");
        ModelFile.save(path, MambaOut.create(small(), 5), metadata());
        return path;
    }

    /** A file without metadata, as timm's are. */
    private Path bare(String name, Map<String, Tensor> tensors) {
        Path path = folder.resolve(name);
        SafetensorsWriter writer = new SafetensorsWriter();
        tensors.forEach(writer::tensor);
        writer.write(path);
        return path;
    }

    private static Map<String, Tensor> tensors(MambaOut model) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        model.parameters().byName().forEach((name, parameter) -> tensors.put(name, parameter.value()));
        return tensors;
    }

    private static MambaOut formulaModel(MambaOutConfig config) {
        MambaOut model = MambaOut.create(config, 0);
        Formula.fill(model.parameters());
        return model;
    }

    @Test
    void savedModelLoadsWithTheSameBitsAndMetadata() {
        SavedModel loaded = ModelFile.load(saved());
        assertThat(loaded.metadata()).isEqualTo(metadata());
        assertThat(ModelFile.metadata(folder.resolve("small.safetensors"))).isEqualTo(metadata());
        assertThat(loaded.model().config()).isEqualTo(small());
        Map<String, Tensor> original = tensors(MambaOut.create(small(), 5));
        Map<String, Tensor> restored = tensors(loaded.model());
        assertThat(restored.keySet()).containsExactlyElementsOf(original.keySet());
        original.forEach((name, tensor) ->
                assertThat(restored.get(name).toArray()).as(name).isEqualTo(tensor.toArray()));
    }

    @Test
    void equalModelsGiveEqualFiles() {
        Path first = saved();
        Path second = folder.resolve("second.safetensors");
        ModelFile.save(second, MambaOut.create(small(), 5), metadata());
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_mambaout", "mambaout_femto", "mambaout_kobe"})
    void fileOfAPublishedModelIsRecognised(String name) {
        MambaOut model = MambaOut.create(name);
        // Zeros do, and are there at once.
        model.parameters().all().forEach(parameter -> parameter.fill(values -> {}));
        Path path = bare("bare.safetensors", tensors(model));
        ModelMetadata metadata = ModelFile.metadata(path);
        assertThat(metadata.config()).isEqualTo(ModelZoo.config(name));
        assertThat(metadata.preprocessing())
                .isEqualTo(Preprocessing.imageNet(name.equals("test_mambaout") ? 160 : 224));
    }

    @Test
    void weightsThatAreNoNumbersLoadWithAWarningThatNamesThem() {
        MambaOut model = MambaOut.create(small(), 5);
        Map<String, Tensor> tensors = tensors(model);
        Tensor damaged = Tensor.zeros(Shape.of(8));
        damaged.data().put(2, Float.NaN).put(3, Float.NEGATIVE_INFINITY).put(4, 1e38f);
        tensors.put("stages.0.blocks.0.norm.weight", damaged);
        Path path = bare("diverged.safetensors", tensors);
        Logger logger = (Logger) LoggerFactory.getLogger(ModelFile.class);
        ListAppender<ILoggingEvent> warnings = new ListAppender<>();
        warnings.start();
        logger.addAppender(warnings);
        try {
            MambaOut loaded = ModelFile.load(path, small()).model();
            assertThat(tensors(loaded).get("stages.0.blocks.0.norm.weight").toArray())
                    .isEqualTo(damaged.toArray());
        } finally {
            logger.detachAppender(warnings);
        }
        assertThat(warnings.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains("diverged.safetensors", "2 of 8 values", "stages.0.blocks.0.norm.weight");
    }

    /** The file was written by timm and safetensors in half precision; its values are those of the formula, rounded. */
    @Test
    void fileWrittenByTimmLoadsWithAllItsValues() throws IOException {
        Path path = folder.resolve("timm.safetensors");
        try (InputStream in =
                ModelFileTest.class.getResourceAsStream("/weights/test_mambaout-10-classes.f16.safetensors")) {
            Files.write(path, in.readAllBytes());
        }
        SavedModel loaded = ModelFile.load(path);
        assertThat(loaded.metadata().config())
                .isEqualTo(ModelZoo.config("test_mambaout").toBuilder()
                        .numClasses(10)
                        .build());
        double halfPrecision = 0x1p-11;
        loaded.model().parameters().byName().forEach((name, parameter) -> {
            float[] expected = Formula.parameter(name, parameter.shape());
            float[] actual = parameter.value().toArray();
            for (int i = 0; i < expected.length; i++) {
                assertThat(Math.abs(actual[i] - expected[i]))
                        .as("%s[%d]", name, i)
                        .isLessThanOrEqualTo((float) (halfPrecision * Math.max(Math.abs(expected[i]), 0x1p-14)));
            }
        });
    }

    @Test
    void publishedModelWithOtherClassesAndChannelsIsRecognised() {
        MambaOutConfig config = ModelZoo.config("test_mambaout").toBuilder()
                .numClasses(10)
                .inChans(1)
                .build();
        Path path = bare("bare.safetensors", tensors(formulaModel(config)));
        SavedModel loaded = ModelFile.load(path);
        assertThat(loaded.metadata().config()).isEqualTo(config);
        assertThat(loaded.model().parameters().get("head.fc.bias").value().toArray())
                .isEqualTo(Formula.parameter("head.fc.bias", Shape.of(10)));
    }

    @Test
    void anotherModelsFileIsRefusedWithParameterShapesAndWhatItLooksLike() {
        Path path = bare("test.safetensors", tensors(MambaOut.create("test_mambaout")));
        MambaOutConfig wider = ModelZoo.config("test_mambaout").toBuilder()
                .name("wider")
                .dims(List.of(16, 32, 48, 80))
                .build();
        assertThatThrownBy(() -> ModelFile.load(path, wider))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll(
                        "test.safetensors",
                        "stages.3.downsample.conv.weight",
                        "[64, 48, 3, 3]",
                        "wider needs [80, 48, 3, 3]",
                        "looks like test_mambaout");
    }

    @Test
    void wrongNumberOfClassesIsSaidAsSuch() {
        Path path = saved();
        assertThatThrownBy(() ->
                        ModelFile.load(path, small().toBuilder().numClasses(7).build()))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("small.safetensors", "has 3 classes, but 7 are asked for", "head.fc.");
    }

    @Test
    void missingAndForeignParametersAreNamed() {
        Map<String, Tensor> tensors = tensors(MambaOut.create(small(), 0));
        Tensor removed = tensors.remove("stages.0.blocks.0.fc2.bias");
        Path missing = bare("missing.safetensors", tensors);
        assertThatThrownBy(() -> ModelFile.load(missing, small()))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("missing.safetensors", "stages.0.blocks.0.fc2.bias", "is missing");
        tensors.put("stages.0.blocks.0.fc2.bias", removed);
        tensors.put("stages.0.blocks.0.fc3.bias", removed);
        Path foreign = bare("foreign.safetensors", tensors);
        assertThatThrownBy(() -> ModelFile.load(foreign, small()))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("foreign.safetensors", "stages.0.blocks.0.fc3.bias", "is not one of small");
    }

    @Test
    void fileOfAnotherKindOfNetworkIsRefused() {
        Path other = bare("other.safetensors", Map.of("layer1.weight", Tensor.zeros(Shape.of(2))));
        assertThatThrownBy(() -> ModelFile.load(other))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("other.safetensors", "no MambaOut", "layer1.weight");
        assertThatThrownBy(() -> ModelFile.load(other, small()))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("other.safetensors", "no MambaOut", "layer1.weight");
    }

    @Test
    void networkOfOnesOwnNeedsNoConfiguration() {
        MambaOut model = formulaModel(small());
        Map<String, Tensor> tensors = tensors(model);
        SavedModel loaded = ModelFile.load(bare("own.safetensors", tensors));
        assertThat(loaded.metadata())
                .isEqualTo(ModelMetadata.of(
                        small().toBuilder().name("custom").imgSize(224).build()));
        assertThat(loaded.model().parameters().flat().toArray())
                .isEqualTo(model.parameters().flat().toArray());
    }

    @Test
    void parametersUnderThePapersNamesLandInTheSamePlaces() {
        MambaOut model = formulaModel(small());
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        tensors(model)
                .forEach((name, tensor) -> renamed.put(
                        "module." + ParameterNaming.PAPER.ofTimm(name).orElseThrow(), tensor));
        assertThat(renamed).containsKeys("module.downsample_layers.1.conv.weight", "module.norm.bias");
        SavedModel loaded = ModelFile.load(bare("paper.safetensors", renamed));
        assertThat(loaded.model().parameters().flat().toArray())
                .isEqualTo(model.parameters().flat().toArray());
    }

    @Test
    void misfitOfARenamedParameterNamesItInBothWays() {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        tensors(formulaModel(small()))
                .forEach((name, tensor) ->
                        renamed.put(ParameterNaming.PAPER.ofTimm(name).orElseThrow(), tensor));
        renamed.put("stages.1.1.fc2.weight", Tensor.zeros(Shape.of(16, 41)));
        Path path = bare("paper.safetensors", renamed);
        assertThatThrownBy(() -> ModelFile.load(path))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll(
                        "paper.safetensors",
                        "stages.1.1.fc2.weight (in timm stages.1.blocks.1.fc2.weight) is [16, 41]",
                        "needs [16, 42]",
                        "it is damaged, or its network was changed");
    }

    @Test
    void nameOfAPublishedModelForANetworkOfOnesOwnIsToBeLeftOut() {
        Path path = bare("own.safetensors", tensors(formulaModel(small())));
        assertThatThrownBy(() -> ModelFile.load(path, LoadOptions.defaults().withModel("mambaout_femto")))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll(
                        "own.safetensors",
                        "stem.conv1.weight is [4, 3, 3, 3]",
                        "a MambaOut of depths [1, 2] and dims [8, 16]; leave the model's name out");
    }

    /** PyTorch's averaged models carry a counter that is no parameter. */
    @Test
    void countersBesideTheParametersDoNotDisturb() throws IOException {
        Path path = folder.resolve("counter.safetensors");
        SafetensorsWriter writer = new SafetensorsWriter();
        tensors(formulaModel(small())).forEach((name, tensor) -> writer.tensor("module." + name, tensor));
        writer.tensor("counted", Tensor.zeros(Shape.of())).write(path);
        String file = Files.readString(path, StandardCharsets.ISO_8859_1);
        Files.writeString(
                path,
                file.replace("\"counted\":{\"dtype\":\"F32\"", "\"counted\":{\"dtype\":\"I32\""),
                StandardCharsets.ISO_8859_1);
        assertThat(ModelFile.load(path).model().config().depths()).isEqualTo(small().depths());
    }

    @Test
    void namedModelTakesClassesAndChannelsFromTheFile() {
        MambaOutConfig config = ModelZoo.config("test_mambaout").toBuilder()
                .numClasses(10)
                .inChans(1)
                .build();
        Path path = bare("bare.safetensors", tensors(formulaModel(config)));
        LoadOptions options = LoadOptions.defaults().withModel("test_mambaout");
        assertThat(ModelFile.load(path, options).model().config()).isEqualTo(config);
        assertThatThrownBy(() -> ModelFile.load(path, LoadOptions.defaults().withModel("mambaout_femto")))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll(
                        "bare.safetensors",
                        "stem.conv1.weight is [8, 1, 3, 3]",
                        "mambaout_femto needs [24, 1, 3, 3]",
                        "looks like test_mambaout");
    }

    @Test
    void metadataOfAnotherNetworkIsRefusedBeforeItIsBuilt() {
        MambaOutConfig enormous = small().toBuilder().dims(List.of(8, 40_000)).build();
        Path path = folder.resolve("claims.safetensors");
        SafetensorsWriter writer =
                new SafetensorsWriter().metadata(ModelMetadata.of(enormous).toStrings());
        tensors(MambaOut.create(small(), 0)).forEach(writer::tensor);
        writer.write(path);
        assertThatThrownBy(() -> ModelFile.load(path))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("claims.safetensors", "[8, 40000]", "[8, 16]");
    }

    @Test
    void fileCutShortIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(saved());
        Path cut = folder.resolve("cut.safetensors");
        for (int length : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ModelFile.load(cut))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContaining("cut.safetensors");
        }
    }

    @Test
    void metadataOfAnotherModelIsNotSaved() {
        MambaOut model = MambaOut.create(small().toBuilder().name("other").build(), 0);
        assertThatThrownBy(() -> ModelFile.save(folder.resolve("x.safetensors"), model, metadata()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    @Test
    void givenConfigurationKeepsTheFilesNamesAndPreprocessing() {
        MambaOutConfig renamed =
                small().toBuilder().name("mine").dropPathRate(0.1).build();
        SavedModel loaded = ModelFile.load(saved(), renamed);
        assertThat(loaded.metadata().config()).isEqualTo(renamed);
        assertThat(loaded.metadata().classNames()).containsExactly("a", "b", "c");
        assertThat(loaded.metadata().provenance().data()).isEqualTo("test");
    }
}
