package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictCommandTest {
    @TempDir
    private Path folder;

    private Path pictures;
    private Path weights;

    @BeforeEach
    void writeModelAndPictures() throws IOException {
        weights = SmallWeights.write(folder.resolve("small.safetensors"), "rose", "tulip", "daisy");
        pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int i = 0; i < 7; i++) {
            SmallPictures.write(pictures.resolve(i + ".png"), 30 * i);
        }
    }

    private CommandRun predict(String... more) {
        List<String> arguments = new ArrayList<>(List.of("predict", "--weights=" + weights));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void folderIsLabelledInOrderAndTheSpeedIsTold() {
        CommandRun run = predict(pictures.toString(), "--top=1", "--format=csv");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().skip(1).map(line -> line.split(",")[0]))
                .containsExactly(
                        pictures.resolve("0.png").toString(),
                        pictures.resolve("1.png").toString(),
                        pictures.resolve("2.png").toString(),
                        pictures.resolve("3.png").toString(),
                        pictures.resolve("4.png").toString(),
                        pictures.resolve("5.png").toString(),
                        pictures.resolve("6.png").toString());
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .matches("7 pictures in [0-9.]+ s: [0-9.]+ per second; reading and decoding [0-9]+%, resizing and"
                        + " normalising [0-9]+%, network [0-9]+% of the threads' time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "16"})
    void resultsDoNotDependOnTheBatch(String batch) {
        assertThat(predict(pictures.toString(), "--format=csv", "--batch=" + batch)
                        .out())
                .isEqualTo(predict(pictures.toString(), "--format=csv").out());
    }

    @Test
    void brokenPicturesAreSkippedAndListedAtTheEnd() throws IOException {
        Files.writeString(pictures.resolve("1.png"), "no picture");
        Files.writeString(pictures.resolve("4.png"), "");
        CommandRun run = predict(pictures.toString(), "--format=jsonl", "--batch=2");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out().lines()).hasSize(5);
        assertThat(run.err().lines().toList().subList(0, 3))
                .satisfiesExactly(
                        line -> assertThat(line).contains("skipped").contains("1.png"),
                        line -> assertThat(line).contains("skipped").contains("4.png"),
                        line -> assertThat(line).contains("2 of 7 pictures"));
    }

    @Test
    void strictStopsAtTheFirstBrokenPictureAndKeepsWhatWasComputed() throws IOException {
        Files.writeString(pictures.resolve("3.png"), "no picture");
        Path output = folder.resolve("labels.json");
        CommandRun run = predict(pictures.toString(), "--format=json", "--strict", "--output=" + output);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("3.png").contains("stopped after 3 of 7").contains("labels.json.partial");
        assertThat(output).doesNotExist();
        JsonNode json = new ObjectMapper()
                .readTree(folder.resolve("labels.json.partial").toFile());
        assertThat(json).hasSize(3);
        assertThat(json.get(2).get("file").asText()).endsWith("2.png");
    }

    @Test
    void outputFileGetsItsNameWhenItIsComplete() throws IOException {
        Path output = folder.resolve("new folder").resolve("labels.jsonl");
        CommandRun run = predict(pictures.toString(), "--format=jsonl", "--output=" + output);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(Files.readString(output))
                .isEqualTo(predict(pictures.toString(), "--format=jsonl").out());
        assertThat(output.getParent()).isDirectoryContaining(output::equals).isDirectoryNotContaining("glob:**partial");
    }

    @Test
    void unwritableOutputIsFoundBeforeTheModelIsRead() throws IOException {
        Path absent = folder.resolve("absent.safetensors");
        CommandRun run = CommandRun.of("predict", "--weights=" + absent, pictures.toString(), "--output=" + folder);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).contains(folder.toString()).contains("folder");
        Path below = pictures.resolve("0.png").resolve("labels.txt");
        assertThat(CommandRun.of("predict", "--weights=" + absent, pictures.toString(), "--output=" + below)
                        .sentence())
                .contains("0.png");
    }

    @Test
    void optionsOutOfTheirRangeAreWrongUsage() {
        assertThat(predict(pictures.toString(), "--batch=0").exitCode()).isEqualTo(2);
        assertThat(predict(pictures.toString(), "--top=0").exitCode()).isEqualTo(2);
        CommandRun run = predict(pictures.toString(), "--max-pixels=0");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.sentence()).contains("pixels");
    }

    @Test
    void pictureBeyondTheLimitOfPixelsCountsAsBroken() {
        CommandRun run = predict(pictures.resolve("0.png").toString(), "--max-pixels=100");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("32x32").contains("100");
    }

    @Test
    void folderWithoutPicturesIsRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        CommandRun run = predict(empty.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.sentence()).contains("no pictures").contains("empty");
    }
}
