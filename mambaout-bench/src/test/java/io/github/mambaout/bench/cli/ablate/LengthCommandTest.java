package io.github.mambaout.bench.cli.ablate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LengthCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int length(String... more) {
        List<String> arguments = new ArrayList<>(List.of("length", "--output", folder.toString()));
        arguments.addAll(List.of(more));
        return new CommandLine(new AblateCommand())
                .setOverwrittenOptionsAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.append(failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments.toArray(String[]::new));
    }

    @Test
    void measuresEveryBlockAtEveryLength() throws IOException {
        String[] small = {"--mixers", "gated-cnn,attention", "--lengths", "2,4,8", "--dim", "8", "--budget", "600"};
        assertThat(length(small)).as(err.toString()).isZero();
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(json.get("costs").findValuesAsText("tokens")).containsExactly("4", "16", "64", "4", "16", "64");
        assertThat(json.get("costs").findValues("median")).hasSize(12).allMatch(median -> median.asDouble() > 0);
        assertThat(json.get("repeat").asText())
                .contains("ablate length --mixers gated-cnn,attention --lengths 2,4,8 --dim 8 --batch 1");
        // 64 tokens of 8 channels: linear maps 12·8·8·64 and pairs 2·8·64², halves of 24·D²·L + 4·D·L².
        assertThat(json.get("costs").get(5).get("multiply_adds").asLong()).isEqualTo(12 * 64 * 64 + 2 * 8 * 64 * 64);
        assertThat(out.toString())
                .contains("forward, ms", "64*", "more than 6·D = 48 tokens", "COCO, 800 × 1280")
                .contains("Report: " + folder.resolve("report.html"));
        assertThat(folder.resolve("report.html")).exists();
        assertThat(folder.resolve("report.csv")).exists();

        assertThat(length("--mixers", "identity", "--lengths", "2,4,8")).isNotZero();
        assertThat(err.toString()).contains("holds a study with", "--output");
    }

    @Test
    void aBudgetThatIsTooSmallIsRefusedWithWhatIsNeeded() {
        int code = length("--mixers", "identity", "--lengths", "2,4,8", "--dim", "8", "--budget", "0.01");
        assertThat(code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).containsPattern("too small: identity at 3 lengths, .* need about [1-9][0-9]* s");
        assertThat(folder.resolve("report.html")).doesNotExist();
    }

    @Test
    void badInputIsRefusedInASentence() {
        assertThat(length("--mixers", "atention")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(length("--lengths", "14,28")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(length("--budget", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString())
                .contains(
                        "Did you mean attention", "at least 3, for instance", "--budget is 0.0, but must lie above 0");
    }
}
