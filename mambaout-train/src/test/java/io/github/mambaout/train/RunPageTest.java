package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.train.checkpoint.RunFolder;
import io.github.mambaout.train.report.EvaluationMetric;
import io.github.mambaout.train.report.MetricsHistory;
import io.github.mambaout.train.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPageTest {
    private final AtomicLong clock = new AtomicLong(-7);

    @TempDir
    private Path folder;

    private RunPage page(Path file) {
        return new RunPage(
                result -> new Report(
                        "after " + result.updates(),
                        Map.of(),
                        new MetricsHistory(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of()),
                file,
                clock::get);
    }

    private TrainingResult after(long updates) {
        return new TrainingResult(
                new RunFolder(folder), 0, updates, false, List.of(), EvaluationMetric.TOP1, 1, 0, 1, List.of());
    }

    private void passSeconds(long seconds) {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void pageOfARunThatGoesOnIsAMinuteOldAtMostWhenItIsEvaluated() throws IOException {
        Path file = folder.resolve("report.html");
        RunPage page = page(file);
        passSeconds(59);
        page.refresh(() -> after(1));
        assertThat(file).doesNotExist();
        passSeconds(1);
        page.refresh(() -> after(2));
        assertThat(Files.readString(file)).contains("after 2");
        passSeconds(59);
        page.refresh(() -> after(3));
        assertThat(Files.readString(file)).contains("after 2");
        page.write(after(4));
        assertThat(Files.readString(file)).contains("after 4");
    }

    @Test
    void runGoesOnWithoutItsPage() throws IOException {
        Path inTheWay = Files.createFile(folder.resolve("file"));
        RunPage page = page(inTheWay.resolve("report.html"));
        passSeconds(60);
        page.refresh(() -> after(1));
        assertThatThrownBy(() -> page.write(after(2)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(inTheWay.toString());
    }
}
