package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingConfigFile;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    @TempDir
    private Path folder;

    @Test
    void picturesOfTwoKindsAreToldApartAfterTrainingAndTheFileAloneIsEnough() throws IOException {
        Path pictures = SmallPictures.writeFolder(folder.resolve("pictures"));
        Path output = folder.resolve("run");
        CommandRun training = CommandRun.of(
                "train",
                "--data=folder:" + pictures,
                "--depths=1,1",
                "--dims=8,16",
                "--img-size=32",
                "--batch-size=8",
                "--epochs=15",
                "--warmup=5",
                "--lr=0.01",
                "--output=" + output);
        assertThat(training.err()).isEmpty();
        assertThat(training.exitCode()).isZero();
        assertThat(training.out())
                .contains("Best: top-1 1.0000", "best.safetensors", "report.html")
                .contains("Try: ");
        assertThat(output).isDirectoryContaining("glob:**/{best,last}.safetensors");
        CommandRun prediction = CommandRun.of(
                "predict",
                "--weights=" + output.resolve("best.safetensors"),
                "--format=csv",
                "--top=1",
                pictures.resolve("val").toString());
        assertThat(prediction.out().lines().skip(1)).hasSize(6).allSatisfy(line -> {
            String truth = line.contains("bright/") || line.contains("bright\\") ? "bright" : "dark";
            assertThat(line).contains(",1," + truth + ",");
        });
    }

    @Test
    void flagsChangeWhatTheFileSays() throws IOException {
        Path output = folder.resolve("run");
        Path file = folder.resolve("config.yaml");
        java.nio.file.Files.writeString(file, """
                data: folder:%s
                depths: [1]
                dims: [8]
                img-size: 32
                batch-size: 4
                max-updates: 2
                lr: 0.5
                """.formatted(SmallPictures.writeFolder(folder.resolve("pictures"))));
        CommandRun run = CommandRun.of("train", "--config=" + file, "--lr=0.25", "--output=" + output);
        assertThat(run.exitCode()).as(run.err()).isZero();
        TrainingConfig used = TrainingConfigFile.read(output.resolve("config.yaml"));
        assertThat(used.lr()).isEqualTo(0.25);
        assertThat(used.depths()).containsExactly(1);
        assertThat(used.maxUpdates()).isEqualTo(2);
    }

    @Test
    void weightsOfOtherClassesKeepTheBodyAndGetANewHead() throws IOException {
        MambaOutConfig seven = MambaOutConfig.builder()
                .depths(List.of(1, 1))
                .dims(List.of(8, 16))
                .numClasses(7)
                .imgSize(32)
                .build();
        MambaOut before = MambaOut.create(seven, 5);
        Path weights = folder.resolve("seven.safetensors");
        ModelFile.save(weights, before, ModelMetadata.of(seven));
        Path output = folder.resolve("run");
        CommandRun run = CommandRun.of(
                "train",
                "--data=folder:" + SmallPictures.writeFolder(folder.resolve("pictures")),
                "--weights=" + weights,
                "--batch-size=4",
                "--max-updates=1",
                "--lr=1e-12",
                "--output=" + output);
        assertThat(run.exitCode()).as(run.err()).isZero();
        SavedModel after = ModelFile.load(output.resolve("last.safetensors"));
        assertThat(after.metadata().classNames()).containsExactly("bright", "dark");
        float[] expected = before.parameters().get("stem.conv1.weight").value().toArray();
        float[] actual =
                after.model().parameters().get("stem.conv1.weight").value().toArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-6f));
        }
    }
}
