package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.train.data.Sample;
import io.github.mambaout.train.data.SkippedPicture;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import io.github.mambaout.weights.SavedModel;
import io.github.mambaout.weights.WeightFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingModelTest {
    private static final long SEED = 7;
    private static final List<String> ANIMALS = List.of("bird", "cat", "dog");
    private static final Preprocessing OF_THE_FILE =
            Preprocessing.imageNet(32).withNormalization(List.of(0.1, 0.2, 0.3), List.of(0.4, 0.5, 0.6));

    @TempDir
    Path folder;

    private Path file;
    private MambaOut trained;

    @BeforeEach
    void saveAModelOfThreeClasses() {
        file = folder.resolve("animals.safetensors");
        MambaOutConfig config = ModelZoo.config("test_mambaout").toBuilder()
                .depths(List.of(1, 1))
                .dims(List.of(8, 16))
                .numClasses(ANIMALS.size())
                .imgHeight(32)
                .imgWidth(32)
                .name("custom")
                .build();
        trained = MambaOut.create(config, 1);
        ModelFile.save(file, trained, new ModelMetadata(config, ANIMALS, OF_THE_FILE, Provenance.unknown()));
    }

    @Test
    void sameClassesKeepEveryParameterOfTheFile() {
        SavedModel start = start(ANIMALS, settings().build());
        requireEqual(start.model().parameters(), trained.parameters(), "");
    }

    @Test
    void anotherNumberOfClassesMakesOnlyTheClassifierAnew() {
        SavedModel start = start(List.of("apple", "pear"), settings().build());
        assertThat(start.metadata().classNames()).containsExactly("apple", "pear");
        assertThat(start.model().config().numClasses()).isEqualTo(2);
        requireNewClassifier(start);
    }

    @Test
    void otherNamesOfAsManyClassesMakeTheClassifierAnew() {
        requireNewClassifier(
                start(List.of("apple", "cherry", "pear"), settings().build()));
        requireNewClassifier(start(List.of("cat", "bird", "dog"), settings().build()));
    }

    @Test
    void classesWithoutNamesInTheFileAreTakenForTheData() {
        Path nameless = folder.resolve("nameless.safetensors");
        ModelFile.save(
                nameless, trained, new ModelMetadata(trained.config(), List.of(), OF_THE_FILE, Provenance.unknown()));
        SavedModel start = start(
                List.of("apple", "cherry", "pear"),
                settings().weights(nameless.toString()).build());
        requireEqual(start.model().parameters(), trained.parameters(), "");
    }

    @Test
    void featuresWithoutAnyClassesGetAClassifier() {
        Path headless = folder.resolve("headless.safetensors");
        MambaOut features = trained.withClasses(0, 0);
        ModelFile.save(
                headless, features, new ModelMetadata(features.config(), List.of(), OF_THE_FILE, Provenance.unknown()));
        requireNewClassifier(start(
                List.of("apple", "pear"),
                settings().weights(headless.toString()).build()));
    }

    @Test
    void pictureSizeMayDifferAndTheFilesPreprocessingStays() {
        SavedModel start =
                start(List.of("apple", "pear"), settings().imgSize(48).build());
        assertThat(start.model().config().imgHeight()).isEqualTo(48);
        assertThat(start.metadata().preprocessing()).isEqualTo(OF_THE_FILE.withSize(48, 48));
    }

    @Test
    void otherSizesOfLayersAreRefusedByName() {
        assertThatThrownBy(() -> start(
                        List.of("apple", "pear"),
                        settings().dims(List.of(8, 24)).build()))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("animals.safetensors")
                .hasMessageContaining("stages.1.downsample.conv.weight is [16, 8, 3, 3]")
                .hasMessageContaining("needs [24, 8, 3, 3]");
    }

    private void requireNewClassifier(SavedModel start) {
        Parameters actual = start.model().parameters();
        requireEqual(actual, trained.parameters(), "head.fc.");
        Parameters fresh = MambaOut.create(start.model().config(), SEED).parameters();
        assertThat(actual.get("head.fc.weight").value().toArray())
                .isEqualTo(fresh.get("head.fc.weight").value().toArray())
                .isNotEqualTo(trained.parameters().get("head.fc.weight").value().toArray());
        assertThat(actual.get("head.fc.bias").value().toArray()).containsOnly(0);
    }

    private static void requireEqual(Parameters actual, Parameters expected, String but) {
        assertThat(actual.byName()).hasSameSizeAs(expected.byName());
        actual.byName().forEach((name, parameter) -> {
            if (but.isEmpty() || !name.startsWith(but)) {
                assertThat(parameter.value().toArray())
                        .as(name)
                        .isEqualTo(expected.get(name).value().toArray());
            }
        });
    }

    private TrainingConfigBuilder<TrainingConfig> settings() {
        return TrainingConfig.builder()
                .data("folder:" + folder)
                .weights(file.toString())
                .seed(SEED);
    }

    private static SavedModel start(List<String> classes, TrainingConfig config) {
        DataSet pictures = new NoPictures(classes);
        return StartingModel.of(config, new DataSource(pictures, pictures, Preprocessing.imageNet(224)), "scalar");
    }

    private record NoPictures(List<String> classes) implements DataSet {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        public int label(int index) {
            return 0;
        }

        @Override
        public Optional<Sample> sample(int index) {
            return Optional.empty();
        }

        @Override
        public List<SkippedPicture> skipped() {
            return List.of();
        }
    }
}
