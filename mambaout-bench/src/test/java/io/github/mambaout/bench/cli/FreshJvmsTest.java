package io.github.mambaout.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FreshJvmsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    @Tag("slow")
    void everyKernelHasARowWithTheTimeOfEachJvm(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("rows.json");
        assertThat(run("--what", "jvms", "--jvms", "2", "--model", "test_mambaout", "--json", file.toString()))
                .as(err.toString())
                .isZero();
        JsonNode rows = new ObjectMapper().readTree(file.toFile()).get("rows");
        List<String> kernels = rows.findValuesAsText("kernel");
        assertThat(kernels)
                .doesNotHaveDuplicates()
                .contains("depthwiseRow", "layerNorm", "gate", "gateGradient", "adamW");
        for (JsonNode row : rows) {
            double first = row.get("nanoseconds").get(0).asDouble();
            double second = row.get("nanoseconds").get(1).asDouble();
            assertThat(row.get("slowest_microseconds").asDouble()).isEqualTo(Math.max(first, second) / 1000);
            assertThat(row.get("jvms").asInt()).isEqualTo(2);
        }
        assertThat(out.toString()).contains("slowest / median").contains(kernels);
    }

    @Test
    void noJvmAtAllIsRefused() {
        assertThat(run("--what", "jvms", "--jvms", "0")).isNotZero();
        assertThat(err.toString()).contains("--jvms is 0, but at least 1 is needed");
    }
}
