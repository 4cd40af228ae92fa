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

class ValidateCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path pictures;
    private Path weights;

    @BeforeEach
    void write() throws IOException {
        pictures = SmallPictures.writeFolder(folder.resolve("pictures"));
        weights = SmallWeights.write(folder.resolve("a.safetensors"), "bright", "dark");
    }

    private CommandRun validate(String... more) {
        List<String> arguments = new ArrayList<>(List.of("validate", "--data=folder:" + pictures));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private JsonNode json(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--format=json"));
        arguments.addAll(List.of(more));
        CommandRun run = validate(arguments.toArray(String[]::new));
        assertThat(run.err()).doesNotContain("mambaout: ");
        return JSON.readTree(run.out());
    }

    @Test
    void oneModelIsToldInAFewLines() {
        CommandRun run = validate("--weights=" + weights);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).hasSize(4);
        assertThat(run.out()).contains("pictures   6", "top-5      1.0000");
    }

    @Test
    void partOfTheDataCanBeChosen() throws IOException {
        assertThat(json("--weights=" + weights).get(0).get("pictures").asInt()).isEqualTo(6);
        assertThat(json("--weights=" + weights, "--split=training")
                        .get(0)
                        .get("pictures")
                        .asInt())
                .isEqualTo(16);
        assertThat(json("--weights=" + weights, "--split=all")
                        .get(0)
                        .get("pictures")
                        .asInt())
                .isEqualTo(22);
    }

    @Test
    void severalModelsMakeATableWithTheBestFirst() throws IOException {
        // The same weights with their classes exchanged: what is right for one is wrong for the other.
        SmallWeights.write(folder.resolve("b.safetensors"), "dark", "bright");
        Files.delete(pictures.resolve("val/dark/0.png"));
        CommandRun run = validate("--weights=" + folder + "/*.safetensors");
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("weights").endsWith("loss");
        List<Double> top1 = lines.stream()
                .skip(1)
                .map(line -> Double.valueOf(line.split(" +")[2]))
                .toList();
        assertThat(top1.get(0) + top1.get(1)).isEqualTo(1);
        assertThat(top1.get(0)).isGreaterThan(top1.get(1));
        assertThat(run.err()).contains("a.safetensors: top-1", "b.safetensors: top-1");
    }

    @Test
    void csvAndJsonTellTheSame() throws IOException {
        JsonNode one = json("--weights=" + weights).get(0);
        List<String> csv =
                validate("--weights=" + weights, "--format=csv").out().lines().toList();
        assertThat(csv).hasSize(2);
        List<String> names = List.of(csv.get(0).split(","));
        List<String> cells = List.of(csv.get(1).split(","));
        assertThat(names)
                .startsWith("weights", "model", "data", "pictures", "top1", "top5", "loss")
                .hasSameSizeAs(cells);
        names.forEach(name -> assertThat(cells.get(names.indexOf(name)))
                .isEqualTo(one.get(name).asText()));
        assertThat(one.get("correct").asInt() / 6.0).isEqualTo(one.get("top1").asDouble());
    }

    @Test
    void resultsGoToAFile() throws IOException {
        Path output = folder.resolve("results/table.csv");
        CommandRun run = validate("--weights=" + weights, "--format=csv", "--output=" + output);
        assertThat(run.out()).isEmpty();
        assertThat(Files.readAllLines(output)).hasSize(2);
    }

    @Test
    void eachClassIsTold() throws IOException {
        CommandRun run = validate("--weights=" + weights, "--per-class");
        assertThat(run.out())
                .containsPattern("class +pictures +correct +top-1 +taken for")
                .containsPattern("dark +3 ");
        JsonNode classes = json("--weights=" + weights, "--per-class").get(0).get("per_class");
        assertThat(classes).hasSize(2);
        assertThat(classes.get(0).get("class").asText()).isEqualTo("bright");
        assertThat(classes.get(0).get("correct").asInt()
                        + classes.get(1).get("correct").asInt())
                .isEqualTo(json("--weights=" + weights).get(0).get("correct").asInt());
        assertThat(validate("--weights=" + weights, "--per-class", "--format=csv")
                        .out()
                        .lines())
                .hasSize(3);
    }

    @Test
    void onlyChosenClassesCount() throws IOException {
        Path four = SmallWeights.write(folder.resolve("four.safetensors"), "grey", "dark", "red", "bright");
        Path classes = Files.writeString(folder.resolve("classes.txt"), "3\ndark\n");
        JsonNode one =
                json("--weights=" + four, "--classes=" + classes, "--split=all").get(0);
        assertThat(one.get("pictures").asInt()).isEqualTo(22);
        assertThat(one.get("classes").asInt()).isEqualTo(2);
        assertThat(one.get("top5").asDouble()).isEqualTo(1);
        Path dark = Files.writeString(folder.resolve("dark.txt"), "dark\n");
        JsonNode all = json("--weights=" + weights, "--classes=" + dark).get(0);
        assertThat(all.get("pictures").asInt()).isEqualTo(3);
        assertThat(all.get("top1").asDouble()).isEqualTo(1);
    }

    @Test
    void foldersCalledByNumbersAreClassesInTheOrderOfTheNumbers() throws IOException {
        Path numbered = folder.resolve("numbered");
        String[] names = new String[11];
        for (int i = 0; i < names.length; i++) {
            names[i] = "class " + i;
            SmallPictures.write(
                    Files.createDirectories(numbered.resolve(String.valueOf(i))).resolve("a.png"), 10 * i);
            SmallPictures.write(numbered.resolve(i + "/b.png"), 10 * i + 3);
        }
        Path eleven = SmallWeights.write(folder.resolve("eleven.safetensors"), names);
        CommandRun run = CommandRun.of(
                "validate",
                "--weights=" + eleven,
                "--data=folder:" + numbered,
                "--split=all",
                "--per-class",
                "--format=csv");
        assertThat(run.out().lines().skip(1).map(line -> line.split(",")[1]))
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        assertThat(run.out().lines().skip(1).map(line -> line.split(",")[2])).containsOnly("2");
    }

    @Test
    void realLabelsCountBesideTheOthers() throws IOException {
        Path val = folder.resolve("imagenet/val");
        SmallPictures.write(Files.createDirectories(val.resolve("bright")).resolve("ILSVRC2012_val_00000002.png"), 200);
        SmallPictures.write(Files.createDirectories(val.resolve("dark")).resolve("ILSVRC2012_val_00000001.png"), 50);
        SmallPictures.write(
                Files.createDirectories(folder.resolve("imagenet/train/dark")).resolve("a.png"), 50);
        SmallPictures.write(
                Files.createDirectories(folder.resolve("imagenet/train/bright")).resolve("a.png"), 50);
        Path real = Files.writeString(folder.resolve("real.json"), "[[0, 1], []]");
        CommandRun run = CommandRun.of(
                "validate",
                "--weights=" + weights,
                "--data=folder:" + folder.resolve("imagenet"),
                "--real-labels=" + real);
        assertThat(run.out()).contains("ReaL top-1 1.0000 of 1 pictures", "ReaL top-5 1.0000");
        CommandRun others = validate("--weights=" + weights, "--real-labels=" + real);
        assertThat(others.exitCode()).isEqualTo(1);
        assertThat(others.sentence()).contains("ILSVRC2012_val_00000001.JPEG");
    }

    @Test
    void fileAmongSeveralThatCannotBeReadIsPassedOver() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.safetensors"), "no weights");
        Path other = SmallWeights.write(folder.resolve("other.safetensors"), "cat", "dog");
        CommandRun run = validate("--weights", weights.toString(), broken.toString(), other.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("pictures   6");
        assertThat(run.err())
                .contains("broken.safetensors", "other.safetensors", "[cat, dog]")
                .doesNotContain("\tat ");
    }

    @Test
    void badInputIsAnsweredInASentence() throws IOException {
        assertRefused(1, "nothing*.pth' fits no file", "--weights=" + folder + "/nothing*.pth");
        assertRefused(1, "absent.safetensors", "--weights=" + folder.resolve("absent.safetensors"));
        assertRefused(2, "--batch-size is 0", "--weights=" + weights, "--batch-size=0");
        assertRefused(2, "--split", "--weights=" + weights, "--split=half");
        assertRefused(1, "none.txt", "--weights=" + weights, "--classes=" + folder.resolve("none.txt"));
        Path classes = Files.writeString(folder.resolve("classes.txt"), "dark\n\ngrey\n");
        assertRefused(1, "line 3, 'grey'", "--weights=" + weights, "--classes=" + classes);
        Files.writeString(classes, "1\ndark\n");
        assertRefused(1, "line 2 names the class 'dark' again", "--weights=" + weights, "--classes=" + classes);
        Files.writeString(classes, "\n");
        assertRefused(1, "names no class", "--weights=" + weights, "--classes=" + classes);
        assertRefused(
                1, "cannot be read there", "--weights=" + weights, "--real-labels=" + folder.resolve("none.json"));
    }

    private void assertRefused(int exitCode, String sentence, String... arguments) {
        CommandRun run = validate(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err()).contains(sentence).doesNotContain("\tat ", "should not have happened");
    }
}
