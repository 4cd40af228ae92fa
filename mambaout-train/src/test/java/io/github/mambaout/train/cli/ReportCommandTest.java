package io.github.mambaout.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.train.report.EpochMetrics;
import io.github.mambaout.train.report.Evaluation;
import io.github.mambaout.train.report.MetricsFiles;
import io.github.mambaout.train.report.UpdateMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    private Path folder;

    private Path run(String name, String lr, int correct) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("config.yaml"), "data: folder:pets\nlr: " + lr + "\noutput: " + run + "\n");
        try (MetricsFiles files = MetricsFiles.create(run)) {
            files.add(new UpdateMetrics(20, 0, 1.5, 1e-3, 1, 812, 0.1, 95));
            files.add(new EpochMetrics(20, 0, new Evaluation(16, correct, 16, 0.5)));
        }
        return run;
    }

    @Test
    void runWithoutAPageGetsOne() throws IOException {
        Path run = run("a", "0.001", 12);
        CommandRun report = CommandRun.of("report", run.toString());
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(report.out()).contains("0.7500", "95 s", "Page: " + run.resolve("report.html"));
        assertThat(Files.readString(run.resolve("report.html"))).contains("Gradient norm", "0.7500", "folder:pets");
    }

    @Test
    void pageThatARunHasIsKept() throws IOException {
        Path run = run("a", "0.001", 12);
        Files.writeString(run.resolve("report.html"), "with pictures");
        assertThat(CommandRun.of("report", run.toString()).exitCode()).isZero();
        assertThat(run.resolve("report.html")).hasContent("with pictures");
    }

    @Test
    void severalRunsAreCompared() throws IOException {
        Path first = run("a", "0.001", 12);
        Path second = run("b", "0.002", 8);
        CommandRun report = CommandRun.of("report", first.toString(), second.toString());
        assertThat(report.out())
                .containsPattern("run +best by +its epoch +its top-1")
                .containsPattern("b +top1 +1 +0.5000 ")
                .containsPattern("lr +0.001 +0.002")
                .contains("Page: " + folder.resolve("comparison.html"));
        assertThat(Files.readString(folder.resolve("comparison.html"))).contains("Comparison of 2 runs", "0.002");
        Path page = folder.resolve("pages/both.html");
        CommandRun.of("report", first.toString(), second.toString(), "--page=" + page);
        assertThat(page).exists();
    }

    @Test
    void bestIsTheBestByTheMetricOfEachRun() throws IOException {
        Path byTop1 = run("a", "0.001", 12);
        Path byLoss = run("b", "0.001", 12);
        Files.writeString(byLoss.resolve("config.yaml"), "eval-metric: loss\n");
        for (Path run : List.of(byTop1, byLoss)) {
            try (MetricsFiles files = MetricsFiles.resume(run, MetricsFiles.read(run), 20)) {
                files.add(new EpochMetrics(40, 1, new Evaluation(16, 8, 16, 0.25)));
            }
        }
        assertThat(CommandRun.of("report", byTop1.toString(), byLoss.toString()).out())
                .containsPattern("a +top1 +1 +0.7500 +1.0000 +0.5000 ")
                .containsPattern("b +loss +2 +0.5000 +1.0000 +0.2500 ");
    }

    @Test
    void programsGetTheTableAlone() throws IOException {
        Path first = run("a", "0.001", 12);
        Path second = run("b", "0.002", 8);
        CommandRun json = CommandRun.of("report", first.toString(), second.toString(), "--format=json");
        JsonNode runs = new ObjectMapper().readTree(json.out());
        assertThat(runs).hasSize(2);
        assertThat(runs.get(1).get("best_top1").asDouble()).isEqualTo(0.5);
        assertThat(runs.get(1).get("settings").get("lr").asText()).isEqualTo("0.002");
        assertThat(json.err()).contains("comparison.html");
        Path output = folder.resolve("runs.csv");
        CommandRun.of("report", first.toString(), second.toString(), "--format=csv", "--output=" + output);
        assertThat(Files.readAllLines(output))
                .containsExactly(
                        "run,best_by,best_epoch,best_top1,best_top5,best_loss,last_top1,last_top5,last_loss,training_loss,updates,training_seconds,"
                                + "pictures_per_second,waiting_share,lr",
                        first + ",top1,1,0.75,1.0,0.5,0.75,1.0,0.5,1.5,20,95.0,812.0,0.1,0.001",
                        second + ",top1,1,0.5,1.0,0.5,0.5,1.0,0.5,1.5,20,95.0,812.0,0.1,0.002");
    }

    @Test
    void allThatLiesBesideRunsIsPassedOver() throws IOException {
        Path first = run("a", "0.001", 12);
        Path second = run("b", "0.002", 8);
        CommandRun.of("report", first.toString(), second.toString());
        CommandRun again = CommandRun.of(
                "report",
                first.toString(),
                second.toString(),
                folder.resolve("comparison.html").toString());
        assertThat(again.exitCode()).as(again.err()).isZero();
        Path other = Files.createDirectories(folder.resolve("other"));
        CommandRun withOther = CommandRun.of("report", first.toString(), other.toString());
        assertThat(withOther.exitCode()).isEqualTo(1);
        assertThat(withOther.out()).contains("0.7500", "Page: ");
        assertThat(withOther.err()).contains(other + ": is no folder of a run");
    }

    @Test
    void foldersWithoutARunAreRefusedInASentence() throws IOException {
        assertRefused(folder.resolve("absent"), "there is no such folder");
        assertRefused(folder, "metrics.jsonl is missing");
        Path run = run("a", "0.001", 12);
        Files.writeString(run.resolve("metrics.jsonl"), "{\"kind\":\"update\",\"update\":\"many\"}\n");
        assertRefused(run, "line 1");
    }

    private static void assertRefused(Path run, String why) {
        CommandRun report = CommandRun.of("report", run.toString());
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.sentence()).contains(run.toString(), why);
        assertThat(report.err()).doesNotContain("\tat ", "should not have happened");
    }
}
