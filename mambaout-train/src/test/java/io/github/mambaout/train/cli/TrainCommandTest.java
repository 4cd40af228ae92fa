package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingConfigFile;
import io.github.mambaout.train.settings.SettingGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Files.writeString(file, """
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
        assertThat(used.schedule().lr()).isEqualTo(0.25);
        assertThat(used.network().depths()).containsExactly(1);
        assertThat(used.schedule().maxUpdates()).isEqualTo(2);
    }

    @Test
    void weightsAloneChooseARecipeAndSayWhich() throws IOException {
        Path pictures = SmallPictures.writeFolder(folder.resolve("pictures"));
        Path weights = SmallWeights.write(folder.resolve("weights.safetensors"));
        Path output = folder.resolve("run");
        CommandRun run = CommandRun.of(
                "train",
                "--data=folder:" + pictures,
                "--weights=" + weights,
                "--batch-size=4",
                "--epochs=2",
                "--output=" + output);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("Recipe frozen-trunk").contains("flags come on top");
        TrainingConfig used = TrainingConfigFile.read(output.resolve("config.yaml"));
        assertThat(used.network().freeze()).containsExactly("trunk");
        assertThat(used.schedule().epochs()).isEqualTo(2);
        CommandRun own = CommandRun.of(
                "train",
                "--data=folder:" + pictures,
                "--weights=" + weights,
                "--recipe=fine-tune",
                "--batch-size=4",
                "--max-updates=1",
                "--output=" + folder.resolve("own"));
        assertThat(own.exitCode()).as(own.err()).isZero();
        assertThat(own.err()).doesNotContain("Recipe");
    }

    @Test
    void helpShowsEverySettingUnderItsHeadingWithItsDefault() {
        String help = CommandRun.of("train", "--help").out().replaceAll("\\s+", " ");
        assertThat(help)
                .contains("Data:", "Network:", "Length and learning rate:", "Averaged weights:", "Evaluation:")
                .contains("--recipe=NAME", "mambaout-tiny", "--model-ema-decay=SHARE", "(default: 0.9998)")
                .contains("One of cosine, step, multistep, poly, onecycle, none (default: cosine).")
                .contains("--threads");
        SettingGroup.all().stream()
                .flatMap(group -> group.settings().stream())
                .forEach(setting -> assertThat(help).contains("--" + setting.name()));
    }

    @Test
    void wrongSettingsAreRefusedAlikeFromFlagsFilesAndRecipes() throws IOException {
        Path file = folder.resolve("run.yaml");
        Files.writeString(file, "mixup: -1");
        CommandRun ofFile = CommandRun.of("train", "--config=" + file);
        assertThat(ofFile.exitCode()).isEqualTo(2);
        assertThat(ofFile.err()).contains("run.yaml: mixup must be a number of at least 0");
        assertThat(CommandRun.of("train", "--mixup=-1").err()).contains("--mixup must be a number of at least 0");
        assertThat(CommandRun.of("train", "--model-ema=maybe").err()).contains("--model-ema must be true or false");
        CommandRun unknown = CommandRun.of("train", "--recipe=mambaout-tinny");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("Did you mean mambaout-tiny");
    }

    @Test
    void recipesAreListedAndShown() {
        assertThat(CommandRun.of("recipes").out())
                .contains("laptop ", "fine-tune ", "The paper's recipe for MambaOut-Tiny");
        assertThat(CommandRun.of("recipes", "mambaout-tiny").out()).contains("lr-base: 0.001", "drop-path: 0.2");
        assertThat(CommandRun.of("recipes", "mini").exitCode()).isEqualTo(2);
    }
}
