package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.CropMode;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelMetadataTest {
    private static final Path FILE = Path.of("model.safetensors");

    private static MambaOutConfig config() {
        return MambaOutConfig.builder()
                .name("pets")
                .depths(List.of(1, 2))
                .dims(List.of(8, 16))
                .numClasses(3)
                .imgSize(56)
                .build();
    }

    private static ModelMetadata metadata() {
        return new ModelMetadata(
                config(),
                List.of("cat", "Hündin", "\"the\" other"),
                Preprocessing.imageNet(56)
                        .withCropMode(CropMode.SQUASH)
                        .withInterpolation(Interpolation.BILINEAR, false)
                        .withGreyNormalization(0.286, 0.353),
                new Provenance("folder:pets", Map.of("lr", "0.002", "epochs", "3"), -1, "0.1.0", "17.0.15 Debian"));
    }

    @Test
    void stringsGiveBackTheSameMetadata() {
        assertThat(ModelMetadata.parse(FILE, metadata().toStrings())).isEqualTo(metadata());
    }

    @Test
    void stringsAreReadableJsonUnderTheDocumentedKeys() {
        Map<String, String> strings = metadata().toStrings();
        assertThat(strings).containsEntry("format", "pt");
        assertThat(strings.get("mambaout.classes")).isEqualTo("[\"cat\",\"Hündin\",\"\\\"the\\\" other\"]");
        assertThat(strings.get("mambaout.provenance"))
                .isEqualTo("{\"data\":\"folder:pets\",\"options\":{\"epochs\":\"3\",\"lr\":\"0.002\"},"
                        + "\"seed\":-1,\"version\":\"0.1.0\",\"jdk\":\"17.0.15 Debian\"}");
        assertThat(strings.get("mambaout.config"))
                .contains("\"depths\":[1,2]", "\"num_classes\":3", "\"kernel_size\":7");
        assertThat(strings.get("mambaout.preprocessing"))
                .contains("\"crop_mode\":\"squash\"", "\"antialias\":false", "\"interpolation\":\"bilinear\"");
    }

    @Test
    void configurationAloneGetsTheDefaultsOfImageNet() {
        Map<String, String> strings =
                Map.of(ModelMetadata.CONFIG, metadata().toStrings().get(ModelMetadata.CONFIG));
        ModelMetadata parsed = ModelMetadata.parse(FILE, strings);
        assertThat(parsed.preprocessing()).isEqualTo(Preprocessing.imageNet(56));
        assertThat(parsed.classNames()).isEmpty();
        assertThat(parsed.className(2)).isEqualTo("2");
        assertThat(parsed.provenance()).isEqualTo(Provenance.unknown());
    }

    @Test
    void namesThatDoNotFitTheClassesAreRefused() {
        ModelMetadata metadata = metadata();
        assertThatThrownBy(() -> new ModelMetadata(
                        config(), List.of("cat", "dog"), metadata.preprocessing(), metadata.provenance()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("3 classes", "2 class names");
    }

    @Test
    void preprocessingWithOtherChannelsIsRefused() {
        MambaOutConfig grey = config().toBuilder().inChans(1).build();
        assertThat(ModelMetadata.of(grey).preprocessing().channels()).isEqualTo(1);
        assertThatThrownBy(() -> new ModelMetadata(grey, List.of(), metadata().preprocessing(), Provenance.unknown()))
                .hasMessageContainingAll("1 channels", "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mambaout.config | {",
                "mambaout.config | {\"depths\":[1]}",
                "mambaout.config | {\"wheels\":4}",
                "mambaout.config | null",
                "mambaout.config | {\"dims\":null}",
                "mambaout.classes | [\"cat\"]",
                "mambaout.classes | [\"cat\",null,\"dog\"]",
                "mambaout.classes | {}",
                "mambaout.preprocessing | {}",
                "mambaout.preprocessing | {\"height\":56} trailing",
                "mambaout.provenance | []"
            })
    void damagedEntryIsRefusedWithTheFilesName(String key, String value) {
        Map<String, String> strings = new HashMap<>(metadata().toStrings());
        strings.put(key, value);
        assertThatThrownBy(() -> ModelMetadata.parse(FILE, strings))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("model.safetensors");
    }

    @Test
    void provenanceHereKnowsTheRuntimeAndSortsOptions() {
        Provenance provenance = Provenance.here("fashion-mnist", Map.of("b", "2", "a", "1"), 0);
        assertThat(provenance.options().keySet()).containsExactly("a", "b");
        assertThat(provenance.jdk()).contains(Runtime.version().toString());
        assertThat(provenance.version()).isNotBlank();
    }

    @Test
    void everyPublishedConfigurationSurvivesTheRoundTrip() {
        for (String name : ModelZoo.names()) {
            ModelMetadata metadata = ModelMetadata.of(ModelZoo.config(name));
            assertThat(ModelMetadata.parse(FILE, metadata.toStrings())).isEqualTo(metadata);
        }
    }
}
