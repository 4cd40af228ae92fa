package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConversionTest {
    @TempDir
    Path folder;

    private final MambaOut model = formulaModel();
    private final ModelMetadata metadata = new ModelMetadata(
            model.config(),
            List.of("a", "b", "c"),
            Preprocessing.imageNet(32).withCropFraction(0.9),
            Provenance.here("test", Map.of("lr", "0.1"), 5));

    private static MambaOut formulaModel() {
        MambaOut model = MambaOut.create(
                MambaOutConfig.builder()
                        .name("small")
                        .depths(List.of(1, 2))
                        .dims(List.of(8, 16))
                        .numClasses(3)
                        .imgSize(32)
                        .build(),
                0);
        Formula.fill(model.parameters());
        return model;
    }

    private Path saved() {
        Path path = folder.resolve("in.safetensors");
        ModelFile.save(path, model, metadata);
        return path;
    }

    private static ModelMetadata convert(Path source, Path target, SaveOptions options) {
        return ModelFile.convert(source, LoadOptions.defaults(), target, options, share -> {});
    }

    private static Path resource(Path target) throws IOException {
        try (var in = ConversionTest.class.getResourceAsStream("/weights/test_mambaout-10-classes.f16.safetensors")) {
            Files.copy(in, target);
        }
        return target;
    }

    @ParameterizedTest
    @EnumSource(ParameterNaming.class)
    void copyInFullPrecisionIsTheSameModel(ParameterNaming naming) {
        Path copy = folder.resolve("new/folder/copy.safetensors");
        assertThat(convert(saved(), copy, SaveOptions.defaults().withNaming(naming)))
                .isEqualTo(metadata);
        SavedModel loaded = ModelFile.load(copy);
        assertThat(loaded.metadata()).isEqualTo(metadata);
        assertThat(loaded.model().parameters().flat().toArray())
                .isEqualTo(model.parameters().flat().toArray());
        try (SafetensorsFile file = SafetensorsFile.open(copy)) {
            assertThat(file.tensors())
                    .containsKey(
                            naming == ParameterNaming.PAPER
                                    ? "downsample_layers.1.conv.weight"
                                    : "stages.1.downsample.conv.weight");
        }
    }

    @ParameterizedTest
    @CsvSource({"F16, 0x1p-11", "BF16, 0x1p-8"})
    void halfTheBytesKeepEveryWeightWithinHalfAnUlp(ElementType type, String relative) throws IOException {
        Path copy = folder.resolve("half.safetensors");
        Path full = saved();
        convert(full, copy, SaveOptions.defaults().withType(type));
        assertThat(Files.size(copy)).isLessThan(Files.size(full) * 6 / 10);
        double bound = Double.parseDouble(relative);
        float[] expected = model.parameters().flat().toArray();
        float[] actual = ModelFile.load(copy).model().parameters().flat().toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i])
                    .isCloseTo(expected[i], within(bound * Math.max(Math.abs(expected[i]), 0x1p-14)));
        }
        Path again = folder.resolve("again.safetensors");
        convert(copy, again, SaveOptions.defaults().withType(type));
        assertThat(again).hasSameBinaryContentAs(copy);
    }

    /** The file has no metadata, and its name, which tells of its weights, is lost. */
    @Test
    void whatWasToldFromTheParametersIsWrittenDown() throws IOException {
        Path source = resource(folder.resolve("timm.safetensors"));
        Path target = folder.resolve("ours.safetensors");
        ModelMetadata told = convert(source, target, SaveOptions.defaults());
        assertThat(told).isEqualTo(ModelFile.metadata(source));
        try (SafetensorsFile file = SafetensorsFile.open(target)) {
            assertThat(ModelMetadata.parse(target, file.metadata())).isEqualTo(told);
        }
        assertThat(ModelFile.load(target).model().parameters().flat().toArray())
                .isEqualTo(ModelFile.load(source).model().parameters().flat().toArray());
    }

    @Test
    void progressRisesToTheWhole() {
        List<Double> shares = new ArrayList<>();
        ModelFile.convert(
                saved(),
                LoadOptions.defaults(),
                folder.resolve("out.safetensors"),
                SaveOptions.defaults(),
                shares::add);
        assertThat(shares)
                .isSorted()
                .hasSize(model.parameters().all().size())
                .last()
                .isEqualTo(1.0);
    }

    @Test
    void fileIsNotReplacedByItsOwnCopy() throws IOException {
        Path source = saved();
        byte[] before = Files.readAllBytes(source);
        Path link = Files.createSymbolicLink(folder.resolve("link.safetensors"), source);
        for (Path target : List.of(source, folder.resolve("../" + folder.getFileName() + "/in.safetensors"), link)) {
            assertThatThrownBy(() -> convert(source, target, SaveOptions.defaults()))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContainingAll(target.toString(), "is the file that is to be converted");
        }
        assertThat(source).hasBinaryContent(before);
    }

    @Test
    void weightThatIsTooLargeForTheTypeIsNamedAndNothingIsWritten() throws IOException {
        Tensor large = Tensor.zeros(model.parameters().get("head.norm.bias").shape());
        large.data().put(2, 65_519f).put(5, -65_520f);
        model.parameters().get("head.norm.bias").set(large);
        Path source = saved();
        Path target = folder.resolve("half.safetensors");
        assertThatThrownBy(() -> convert(source, target, SaveOptions.defaults().withType(ElementType.F16)))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("half.safetensors", "Value 5 of parameter head.norm.bias", "-65520", "BF16");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(source);
        }
        convert(source, target, SaveOptions.defaults().withType(ElementType.BF16));
        assertThat(ModelFile.load(target)
                        .model()
                        .parameters()
                        .get("head.norm.bias")
                        .value()
                        .get(5))
                .isEqualTo(-65_536f);
    }

    @Test
    void infiniteWeightsStayInfinite() {
        Tensor infinite = Tensor.zeros(model.parameters().get("head.norm.bias").shape());
        infinite.data().put(0, Float.POSITIVE_INFINITY).put(1, Float.NaN);
        model.parameters().get("head.norm.bias").set(infinite);
        Path target = folder.resolve("half.safetensors");
        convert(saved(), target, SaveOptions.defaults().withType(ElementType.F16));
        assertThat(ModelFile.load(target)
                        .model()
                        .parameters()
                        .get("head.norm.bias")
                        .value()
                        .toArray())
                .startsWith(Float.POSITIVE_INFINITY, Float.NaN, 0);
    }

    @Test
    void weightsAreWrittenAsFloatsOnly() {
        assertThatThrownBy(() -> SaveOptions.defaults().withType(ElementType.I8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("[F32, F16, BF16]", "I8");
    }
}
