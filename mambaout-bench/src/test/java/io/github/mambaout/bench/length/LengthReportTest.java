package io.github.mambaout.bench.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.bench.ablation.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LengthReportTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() {
        new LengthReport(MadeCosts.results(), new Environment("1.0", "vector", "17", 2), "A <machine>", "ablate length")
                .write(folder, "report");
    }

    @Test
    void jsonHoldsEveryFigure() throws IOException {
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        assertThat(json.get("repeat").asText()).isEqualTo("ablate length");
        assertThat(json.get("machine").asText()).isEqualTo("A <machine>");
        assertThat(json.get("environment").get("kernels").asText()).isEqualTo("vector");
        assertThat(json.get("threads").asInt()).isEqualTo(2);
        assertThat(json.get("dim").asInt()).isEqualTo(8);
        assertThat(json.get("threshold_tokens").asLong()).isEqualTo(48);
        assertThat(json.get("paper").findValuesAsText("tokens")).containsExactly("2304", "4608", "196", "4000", "4096");
        assertThat(json.get("fitted_tokens").toString()).isEqualTo("[400,1600,6400]");
        JsonNode scan = json.get("exponents").get(0);
        assertThat(scan.get("mixer").asText()).isEqualTo("ssm:cross");
        assertThat(scan.get("training").get("exponent").asDouble()).isCloseTo(1, within(1e-12));
        assertThat(scan.get("multiply_adds").get("interval")).hasSize(2);
        JsonNode crossing = json.get("attention_takes_longer").get(0);
        assertThat(crossing.get("than").asText()).isEqualTo("ssm:cross");
        assertThat(crossing.get("forward").asText()).isEqualTo("at");
        assertThat(crossing.get("forward_tokens").asDouble()).isCloseTo(890, within(10.0));
        assertThat(json.get("costs")).hasSize(8);
        JsonNode cost = json.get("costs").get(4);
        assertThat(cost.get("mixer").asText()).isEqualTo("attention");
        assertThat(cost.get("tokens").asLong()).isEqualTo(100);
        assertThat(cost.get("forward_ms").get("median").asDouble()).isCloseTo(0.11, within(1e-12));
        assertThat(cost.get("forward_ms").get("count").asInt()).isEqualTo(3);
        assertThat(cost.get("memory").get("kept_bytes").asLong()).isEqualTo(6000);
    }

    @Test
    void csvHasALineForEachBlockAndLength() throws IOException {
        assertThat(Files.readAllLines(folder.resolve("report.csv")))
                .hasSize(9)
                .contains(
                        "ssm:cross,10,100,1234,10000,0.200000,0.200000,0.200000,3,0.400000,0.400000,0.400000,1,4000,6000,8000");
    }

    @Test
    void pageShowsPlotsTablesAndTheRule() throws IOException {
        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page.split("<svg ", -1)).hasSize(5);
        assertThat(page)
                .contains("6·D = 48", "<td>4,608</td>", "400 (long)", "from about 890 tokens", "A &lt;machine&gt;")
                .contains("attention, tokens 1,600: 4.1600", "<td>1.00 (1.00 to 1.00)</td>", "400 to 6,400 tokens")
                .doesNotContain("http://", "https://", "NaN", "Infinity");
    }
}
