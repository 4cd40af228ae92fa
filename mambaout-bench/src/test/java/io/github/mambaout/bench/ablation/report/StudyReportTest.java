package io.github.mambaout.bench.ablation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.ComparisonPlan;
import io.github.mambaout.bench.ablation.MadeResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyReportTest {
    @TempDir
    private Path folder;

    private Path write(AblationResults results) {
        StudyReport.ofFirstAgainstOthers("Twins & <others>", ComparisonPlan.DEFAULT, results, "mvn test")
                .write(folder.resolve("made"), "study");
        return folder.resolve("made");
    }

    private static AblationResults results() {
        return MadeResults.study(
                MadeResults.of("gated-cnn", 0.80, 0.81, 0.82, 0.83),
                MadeResults.of("ssm:cross", 0.79, 0.79, 0.81, 0.81));
    }

    @Test
    void jsonHoldsPlanComparisonsAndRuns() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(write(results()).resolve("study.json").toFile());
        assertThat(json.get("margin").asDouble()).isEqualTo(0.01);
        JsonNode comparison = json.get("comparisons").get(0);
        assertThat(comparison.get("first").asText()).isEqualTo("gated-cnn");
        assertThat(comparison.get("mean").asDouble()).isCloseTo(0.015, within(1e-12));
        assertThat(comparison.get("verdict").asText()).isEqualTo("better");
        assertThat(comparison.get("student_interval").get(0).asDouble()).isCloseTo(0.00581, within(1e-5));
        assertThat(comparison.get("advantage_by_seed").get("1").asDouble()).isCloseTo(0.02, within(1e-12));
        assertThat(json.get("runs")).hasSize(8);
        assertThat(json.get("runs").get(5).get("twin").asText()).isEqualTo("ssm:cross");
        assertThat(json.get("runs").get(5).get("seed").asLong()).isEqualTo(1);
        assertThat(json.get("runs").get(5).get("config").get("mixer").asText()).isEqualTo("ssm:cross");
    }

    @Test
    void csvHasALineForEachRun() throws IOException {
        assertThat(Files.readAllLines(write(results()).resolve("study.csv")))
                .hasSize(9)
                .startsWith(
                        "twin,seed,top1,loss,updates,parameters,multiply_adds,training_seconds,seconds,key",
                        "gated-cnn,0,0.800000,0.400000,100,123456,7890123,10.000,20.000,key-of-gated-cnn-0");
    }

    @Test
    void pageAnswersInASentenceAndNeedsNoNetwork() throws IOException {
        String page = Files.readString(write(results()).resolve("study.html"));
        assertThat(page)
                .contains("<title>Twins &amp; &lt;others&gt;</title>")
                .contains("gated-cnn is better than ssm:cross in top-1: mean advantage +0.0150")
                .contains("prefers-color-scheme: dark", "seed 3: 0.8300", "over ssm:cross", "mvn test")
                .contains("<td>7,890,123</td>")
                .doesNotContain("http://", "https://", "NaN");
        assertThat(page.split("<svg ", -1)).hasSize(3);
    }

    @Test
    void oneSeedIsShownWithoutIntervals() throws IOException {
        Path made = write(MadeResults.study(MadeResults.of("gated-cnn", 0.8), MadeResults.of("ssm", 0.7)));
        assertThat(Files.readString(made.resolve("study.html")))
                .contains("no interval; more seeds are needed")
                .doesNotContain("NaN");
        assertThat(Files.readString(made.resolve("study.json")))
                .contains("\"mean\"")
                .doesNotContain("student_interval", "NaN");
    }

    @Test
    void equalResultsGiveEqualFiles() throws IOException {
        String page = Files.readString(write(results()).resolve("study.html"));
        assertThat(Files.readString(write(results()).resolve("study.html"))).isEqualTo(page);
    }
}
