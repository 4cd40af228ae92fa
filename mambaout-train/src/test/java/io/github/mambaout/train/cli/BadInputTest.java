package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input is answered with one sentence that names the place, with exit code 1 or 2 and without a stack trace. */
class BadInputTest {
    @TempDir
    private Path folder;

    private Path pictures;
    private Path output;

    @BeforeEach
    void writePictures() throws IOException {
        pictures = SmallPictures.writeFolder(folder.resolve("pictures"));
        output = folder.resolve("run");
    }

    private CommandRun train(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--depths=1,1",
                "--dims=8,16",
                "--img-size=32",
                "--batch-size=4",
                "--max-updates=4",
                "--output=" + output));
        if (Arrays.stream(more).noneMatch(argument -> argument.startsWith("--data"))) {
            arguments.add("--data=folder:" + pictures);
        }
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private static void assertRefused(CommandRun run, int exitCode, String... parts) {
        assertThat(run.err()).as("standard error").contains(parts).doesNotContain("\tat ");
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.err().lines().filter(line -> !line.startsWith("Try: "))).hasSize(1);
    }

    private Path weights(int classes) {
        MambaOutConfig config = MambaOutConfig.builder()
                .name("small")
                .depths(List.of(1, 1))
                .dims(List.of(8, 16))
                .numClasses(classes)
                .imgSize(32)
                .build();
        Path file = folder.resolve("small-" + classes + ".safetensors");
        ModelFile.save(file, MambaOut.create(config, 0), ModelMetadata.of(config));
        return file;
    }

    @Test
    void missingDataFolder() {
        assertRefused(train("--data=folder:" + folder.resolve("absent")), 1, "absent");
    }

    @Test
    void emptyDataFolder() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertRefused(train("--data=folder:" + empty), 1, empty.toString());
    }

    @Test
    void classFolderWithoutPictures() throws IOException {
        Files.createDirectories(pictures.resolve("train/grey"));
        Files.createDirectories(pictures.resolve("val/grey"));
        assertRefused(train(), 1, "grey");
    }

    @Test
    void textNamedLikeAPictureIsSkippedAndCounted() throws IOException {
        Files.writeString(pictures.resolve("train/dark/notes.jpg"), "no picture");
        CommandRun run = train();
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Skipped: 1 ").contains("notes.jpg");
    }

    @Test
    void unknownKindOfData() {
        assertRefused(train("--data=imagenet"), 1, "imagenet", "folder:");
    }

    @Test
    void idxFileCutShort() throws IOException {
        Path folder = Files.createDirectories(this.folder.resolve("fashion"));
        for (String name : List.of(
                "train-images-idx3-ubyte.gz",
                "train-labels-idx1-ubyte.gz",
                "t10k-images-idx3-ubyte.gz",
                "t10k-labels-idx1-ubyte.gz")) {
            try (var in = MambaOutCommand.class.getResourceAsStream(
                    "/io/github/mambaout/train/fashion-mnist-small/" + name)) {
                byte[] whole = in.readAllBytes();
                Files.write(
                        folder.resolve(name),
                        Arrays.copyOf(whole, name.startsWith("t10k-images") ? 1000 : whole.length));
            }
        }
        assertRefused(train("--data=fashion-mnist:" + folder), 1, "t10k-images-idx3-ubyte.gz", "cut short");
    }

    @Test
    void weightFileCutShort() throws IOException {
        Path file = weights(2);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 3000));
        Path picture = pictures.resolve("val/dark/0.png");
        assertRefused(CommandRun.of("predict", "--weights=" + file, picture.toString()), 1, file.toString());
        assertRefused(CommandRun.of("info", "--weights=" + file), 1, file.toString());
    }

    @Test
    void missingWeightFile() {
        assertRefused(
                CommandRun.of("predict", "--weights=" + folder.resolve("absent.safetensors"), "a.png"),
                1,
                "absent.safetensors");
    }

    @Test
    void weightsOfAnotherKindOfNetwork() {
        Path file = folder.resolve("resnet.safetensors");
        new SafetensorsWriter()
                .tensor("layer1.0.conv1.weight", Tensor.zeros(Shape.of(4)))
                .write(file);
        assertRefused(
                CommandRun.of("predict", "--weights=" + file, "a.png"),
                1,
                file.toString(),
                "no MambaOut",
                "layer1.0.conv1.weight");
    }

    @Test
    void weightsThatAreNotOfTheNamedModel() {
        Path file = weights(2);
        assertRefused(
                CommandRun.of("info", "--weights=" + file, "--model=mambaout_tinny"),
                2,
                "mambaout_tinny",
                "mambaout_tiny");
        assertRefused(
                CommandRun.of("predict", "--weights=" + file, "--model=mambaout_tiny", "a.png"),
                1,
                file.toString(),
                "mambaout_tiny needs");
    }

    @Test
    void averagedWeightsOfAFileThatHasNone() {
        Path file = weights(2);
        assertRefused(CommandRun.of("predict", "--weights=" + file, "--ema", "a.png"), 1, file.toString(), "--ema");
        assertRefused(CommandRun.of("info", "--ema"), 2, "--weights");
    }

    @Test
    void wrongNumberOfClasses() {
        assertRefused(
                CommandRun.of("validate", "--weights=" + weights(7), "--data=folder:" + pictures),
                1,
                "7 classes",
                "has 2");
    }

    @Test
    void unknownModelIsAnsweredWithNearNames() {
        assertRefused(train("--model=mambaout_tinny"), 2, "mambaout_tinny", "mambaout_tiny");
    }

    @Test
    void outputThatCannotBeAFolder() throws IOException {
        Files.writeString(output, "in the way");
        assertRefused(train(), 1, output.toString());
    }

    @Test
    void settingOutOfItsRange() {
        assertRefused(train("--drop-path=1.5"), 2, "drop-path", "1.5");
        assertRefused(train("--batch-size=0"), 2, "batch-size", "0");
        assertRefused(train("--epochs=several"), 2, "--epochs", "several");
    }

    @Test
    void lossThatIsNoNumberStopsTheRunAndKeepsTheLastGoodWeights() {
        CommandRun run = train("--lr=1e30", "--warmup=0", "--max-updates=20");
        assertRefused(run, 1, "update");
        assertThat(ModelFile.load(output.resolve("last.safetensors"))
                        .model()
                        .parameters()
                        .flat()
                        .toArray())
                .as("last good weights")
                .doesNotContain(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
    }

    @Test
    void pictureThatCannotBeReadIsReportedAndTheOthersAreLabelled() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jpg"), "no picture");
        Path picture = pictures.resolve("val/dark/0.png");
        CommandRun run = CommandRun.of(
                "predict", "--weights=" + weights(2), "--format=csv", "--top=1", text.toString(), picture.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("text.jpg").doesNotContain("\tat ");
        assertThat(run.out().lines()).hasSize(2).last().asString().startsWith(picture + ",1,");
    }
}
