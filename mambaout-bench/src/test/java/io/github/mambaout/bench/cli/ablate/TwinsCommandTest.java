package io.github.mambaout.bench.cli.ablate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TwinsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        return new CommandLine(new AblateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("twins.json").toFile());
    }

    @Test
    void everyTwinHasTheMultiplyAddsOfTheFirst() throws IOException {
        assertThat(run("twins", "--match", "multiply-adds", "--dims", "32,64,128", "--output", folder.toString()))
                .as(err.toString())
                .isZero();
        JsonNode twins = json().get("twins");
        assertThat(twins).hasSize(11);
        double first = twins.get(0).get("multiply_adds").asDouble();
        assertThat(twins.get(0).get("dims").toString()).isEqualTo("[32,64,128]");
        twins.forEach(twin -> assertThat(twin.get("multiply_adds").asDouble() / first)
                .as(twin.get("twin").asText())
                .isCloseTo(1, within(0.02)));
        assertThat(json().get("match").asText()).isEqualTo("multiply-adds");
        assertThat(json().get("repeat").asText()).endsWith("--output " + folder);
        assertThat(Files.readAllLines(folder.resolve("twins.csv")))
                .hasSize(12)
                .startsWith("twin,dims,parameters,multiply_adds,scan_multiply_adds,update_seconds");
        assertThat(Files.readString(folder.resolve("twins.html"))).contains("<td>ssm:cross</td>", "9·L·D·N");
        assertThat(out.toString()).startsWith("twin ").contains("gated-cnn", "32-64-128", "1.000");
    }

    @Test
    void timesAreMeasuredIfAskedFor() throws IOException {
        assertThat(run(
                        "twins",
                        "--match",
                        "none",
                        "--mixers",
                        "gated-cnn,identity",
                        "--dims",
                        "8,16",
                        "--depths",
                        "1,1",
                        "--img-size",
                        "16",
                        "--batch-size",
                        "2",
                        "--times",
                        "--output",
                        folder.toString()))
                .as(err.toString())
                .isZero();
        assertThat(json().get("twins"))
                .allMatch(twin -> twin.get("update_seconds").asDouble() > 0);
    }

    @Test
    void anUnknownMatchingIsRefused() {
        assertThat(run("twins", "--match", "weight")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("parameters", "multiply-adds", "time", "none");
    }
}
