package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningTest {
    @TempDir
    Path folder;

    @Test
    void aFewPicturesOfNewClassesTrainTheHeadAlone() throws IOException {
        FineTuning.Choice choice =
                FineTuning.recipeFor(config(pictures(), weights("cat", "dog"))).orElseThrow();
        assertThat(choice.recipe().name()).isEqualTo("frozen-trunk");
        assertThat(choice.reason()).contains("frozen-trunk", "6 training pictures", "other classes");
    }

    @Test
    void classesThatTheWeightsKnowAreFineTunedAsAWhole() throws IOException {
        FineTuning.Choice choice =
                FineTuning.recipeFor(config(pictures(), weights("blue", "red"))).orElseThrow();
        assertThat(choice.recipe().name()).isEqualTo("fine-tune");
        assertThat(choice.reason()).contains("fine-tune", "6 training pictures", "classes that the weights know");
    }

    @Test
    void manyPicturesAreWorthTheWholeNetwork() {
        FineTuning.Choice choice = FineTuning.recipeFor(config("fashion-mnist:bundled", weights("cat", "dog")))
                .orElseThrow();
        assertThat(choice.recipe().name()).isEqualTo("fine-tune");
        assertThat(choice.reason()).contains("6000 training pictures");
    }

    @Test
    void runsFromScratchAreLeftAsTheyAre() {
        assertThat(FineTuning.recipeFor(config("folder:absent", ""))).isEmpty();
    }

    @Test
    void missingDataAreToldAsBeforeTraining() {
        assertThatThrownBy(() -> FineTuning.recipeFor(config("folder:" + folder.resolve("absent"), weights("a", "b"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("absent");
    }

    private static TrainingConfig config(String data, String weights) {
        return TrainingConfig.builder().data(data).weights(weights).build();
    }

    private String weights(String... classes) {
        MambaOutConfig config = ModelZoo.config("test_mambaout").toBuilder()
                .depths(List.of(1))
                .dims(List.of(8))
                .numClasses(classes.length)
                .imgHeight(32)
                .imgWidth(32)
                .name("custom")
                .build();
        Path file = folder.resolve("weights.safetensors");
        ModelFile.save(
                file,
                MambaOut.create(config, 0),
                new ModelMetadata(
                        config, List.of(classes), ModelMetadata.of(config).preprocessing(), Provenance.unknown()));
        return file.toString();
    }

    /** Nothing is read of them. */
    private String pictures() throws IOException {
        for (String name : List.of("blue", "red")) {
            for (int i = 0; i < 4; i++) {
                Path file = folder.resolve("pictures/" + (i == 0 ? "val/" : "train/") + name + "/" + i + ".png");
                Files.createDirectories(file.getParent());
                Files.writeString(file, "");
            }
        }
        return "folder:" + folder.resolve("pictures");
    }
}
