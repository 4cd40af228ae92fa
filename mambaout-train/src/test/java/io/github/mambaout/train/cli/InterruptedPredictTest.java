package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command in a Java of its own that is told to stop, as by Ctrl-C, when its first result has come. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process can't be asked to stop there")
class InterruptedPredictTest {
    private static final int BATCH = 8;

    @Test
    void resultsOfWholeBatchesAreOneValidArray(@TempDir Path folder) throws IOException, InterruptedException {
        Path weights = SmallWeights.write(folder.resolve("small.safetensors"), "rose", "tulip");
        Path picture = SmallPictures.write(folder.resolve("a.png"), 90);
        Path errors = folder.resolve("errors.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                MambaOutCommand.class.getName(),
                "predict",
                "--weights=" + weights,
                "--format=json",
                "--batch=" + BATCH));
        // Far more than are done before the process hears that it should stop.
        int pictures = 20_000;
        Path list = Files.writeString(
                folder.resolve("pictures"), String.join("\n", Collections.nCopies(pictures, "\"" + picture + "\"")));
        command.add("@" + list);
        Process java =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        StringBuilder out = new StringBuilder();
        int next = java.getInputStream().read();
        while (next >= 0 && next != '}') {
            out.append((char) next);
            next = java.getInputStream().read();
        }
        java.toHandle().destroy();
        out.append((char) next).append(new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertThat(java.waitFor(60, TimeUnit.SECONDS)).isTrue();
        JsonNode results = new ObjectMapper().readTree(out.toString());
        assertThat(results.isArray()).as(Files.readString(errors)).isTrue();
        assertThat(results.size()).isBetween(1, pictures - 1);
        assertThat(results.size() % BATCH)
                .as("answers that were computed and not printed")
                .isZero();
        assertThat(Files.readString(errors)).contains("stopped after " + results.size() + " of " + pictures);
    }
}
