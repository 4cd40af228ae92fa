package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.predict.Embedder;
import io.github.mambaout.predict.Features;
import io.github.mambaout.weights.ModelFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedCommandTest {
    @TempDir
    private Path folder;

    private Path pictures;
    private Path weights;

    @BeforeEach
    void writeModelAndPictures() throws IOException {
        weights = SmallWeights.write(folder.resolve("small.safetensors"), "rose", "tulip");
        pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int i = 0; i < 3; i++) {
            SmallPictures.write(pictures.resolve(i + ".png"), 60 * i);
        }
        Files.writeString(pictures.resolve("1.png"), "no picture");
    }

    private float[] expected(String features, int picture) {
        try (Embedder embedder = Embedder.of(ModelFile.load(weights), Compute.shared(), Features.parse(features))) {
            return embedder.embed(pictures.resolve(picture + ".png")).values();
        }
    }

    @Test
    void arrayHasARowForEachReadablePictureAndItsFileIsNamedBesideIt() throws IOException {
        Path output = folder.resolve("e.npy");
        CommandRun run = CommandRun.of("embed", "--weights=" + weights, pictures.toString(), "--output=" + output);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("1.png").contains("1 of 3");
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(output)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(file.array(), StandardCharsets.ISO_8859_1)).contains("'shape': (2, 64)");
        file.position(file.limit() - 2 * 64 * Float.BYTES);
        float[] rows = new float[2 * 64];
        file.asFloatBuffer().get(rows);
        float[] second = new float[64];
        System.arraycopy(rows, 64, second, 0, 64);
        assertThat(second).containsExactly(expected("pre-logits", 2));
        assertThat(Files.readAllLines(folder.resolve("e.files.jsonl")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("{\"row\":0,").endsWith("0.png\"}"),
                        line -> assertThat(line).startsWith("{\"row\":1,").endsWith("2.png\"}"));
    }

    @Test
    void mapsOfAStageBecomeAnArrayOfFourDimensions() throws IOException {
        Path output = folder.resolve("maps.npy");
        CommandRun.of("embed", "--weights=" + weights, pictures.toString(), "--features=stage0", "--output=" + output);
        assertThat(Files.readString(output, StandardCharsets.ISO_8859_1)).contains("'shape': (2, 8, 8, 8)");
    }

    @Test
    void jsonLinesHoldTheValuesAndCanBeNormalised() throws IOException {
        CommandRun run =
                CommandRun.of("embed", "--weights=" + weights, pictures.toString(), "--features=pooled", "--normalize");
        JsonNode line =
                new ObjectMapper().readTree(run.out().lines().findFirst().orElseThrow());
        assertThat(line.get("file").asText()).endsWith("0.png");
        float[] values = expected("pooled", 0);
        double length = 0;
        for (float value : values) {
            length += (double) value * value;
        }
        assertThat(line.get("embedding")).hasSize(values.length);
        for (int i = 0; i < values.length; i++) {
            assertThat(line.get("embedding").get(i).asDouble()).isCloseTo(values[i] / Math.sqrt(length), within(1e-7));
        }
    }

    @Test
    void missingWeightsLeaveNoFiles() throws IOException {
        Path output = folder.resolve("e.npy");
        CommandRun run = CommandRun.of(
                "embed", "--weights=" + folder.resolve("absent"), pictures.toString(), "--output=" + output);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(folder).isDirectoryNotContaining("glob:**/e.*");
    }

    @Test
    void unknownFeaturesAndAnArrayWithoutAFileAreWrongUsage() {
        CommandRun unknown = CommandRun.of("embed", "--weights=" + weights, pictures.toString(), "--features=logits");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.sentence()).contains("logits").contains("pre-logits");
        CommandRun stage = CommandRun.of("embed", "--weights=" + weights, pictures.toString(), "--features=stage2");
        assertThat(stage.exitCode()).isEqualTo(2);
        assertThat(stage.sentence()).contains("stage0 to stage1");
        CommandRun array = CommandRun.of("embed", "--weights=" + weights, pictures.toString(), "--format=npy");
        assertThat(array.exitCode()).isEqualTo(2);
        assertThat(array.sentence()).contains("--output");
    }
}
