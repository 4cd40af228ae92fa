package io.github.mambaout.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFilesTest {
    private static final UpdateMetrics FIRST = new UpdateMetrics(20, 0, 2.25, 1e-3, 1.5, 812.34, 0.125, 1.5755);
    private static final UpdateMetrics SECOND = new UpdateMetrics(40, 0, 1.0 / 3, 1e-3, 1.25, 800, 0, 3.25);
    private static final EpochMetrics EPOCH = new EpochMetrics(40, 0, new Evaluation(16, 15, 16, 0.5));
    private static final EpochMetrics AVERAGED =
            new EpochMetrics(80, 1, new Evaluation(16, 12, 16, 0.25), Optional.of(new Evaluation(16, 8, 12, 0.75)));

    @TempDir
    private Path folder;

    private void writeRun() {
        try (MetricsFiles files = MetricsFiles.create(folder)) {
            files.add(FIRST);
            files.add(SECOND);
            files.add(EPOCH);
            files.add(new UpdateMetrics(60, 1, 0.25, 1e-4, 1, 790, 0.5, 5));
            files.add(new UpdateMetrics(80, 1, 0.2, 1e-4, 1, 790, 0.5, 7));
            files.add(AVERAGED);
        }
    }

    private List<String> csv() throws IOException {
        return Files.readAllLines(folder.resolve("metrics.csv"));
    }

    private List<String> jsonLines() throws IOException {
        return Files.readAllLines(folder.resolve("metrics.jsonl"));
    }

    @Test
    void csvHasALineForEachFigure() throws IOException {
        writeRun();
        assertThat(csv())
                .startsWith(
                        "update,epoch,loss,learning_rate,gradient_norm,pictures_per_second,waiting_share,training_seconds,"
                                + "validation_loss,top1,top5,averaged_loss,averaged_top1,averaged_top5",
                        "20,0,2.250000,1.000000e-03,1.500000,812.3,0.1250,1.576,,,,,,",
                        "40,0,0.333333,1.000000e-03,1.250000,800.0,0.0000,3.250,,,,,,",
                        "40,0,,,,,,,0.500000,0.937500,1.000000,,,")
                .endsWith("80,1,,,,,,,0.250000,0.750000,1.000000,0.750000,0.500000,0.750000");
        assertThat(csv()).allSatisfy(line -> assertThat(line.split(",", -1)).hasSize(14));
    }

    @Test
    void jsonLinesHaveAnObjectForEachFigure() throws IOException {
        writeRun();
        assertThat(jsonLines())
                .hasSize(6)
                .startsWith("{\"kind\":\"update\",\"update\":20,\"epoch\":0,\"loss\":2.25,\"learning_rate\":0.001,"
                        + "\"gradient_norm\":1.5,\"pictures_per_second\":812.34,\"waiting_share\":0.125,"
                        + "\"training_seconds\":1.5755}")
                .endsWith(
                        "{\"kind\":\"evaluation\",\"update\":80,\"epoch\":1,\"pictures\":16,\"loss\":0.25,\"top1\":0.75,"
                                + "\"top5\":1.0,\"correct\":12,\"among_five\":16,\"averaged\":{\"pictures\":16,\"loss\":0.75,"
                                + "\"top1\":0.5,\"top5\":0.75,\"correct\":8,\"among_five\":12}}");
    }

    @Test
    void whatWasWrittenIsReadBackInFull() {
        writeRun();
        MetricsHistory read = MetricsFiles.read(folder);
        assertThat(read.updates()).hasSize(4).startsWith(FIRST, SECOND);
        assertThat(read.epochs()).containsExactly(EPOCH, AVERAGED);
        assertThat(read.trainingSeconds()).isEqualTo(7);
    }

    @Test
    void resumedRunGoesOnAfterItsCheckpoint() throws IOException {
        writeRun();
        List<String> linesOfWholeRun = jsonLines();
        List<String> csvOfWholeRun = csv();
        MetricsHistory history =
                MetricsHistory.parse(String.join("\n", linesOfWholeRun.subList(0, 3)) + "\n", "checkpoint");
        assertThat(history.toJsonLines().lines()).containsExactlyElementsOf(linesOfWholeRun.subList(0, 3));
        try (MetricsFiles files = MetricsFiles.resume(folder, history, 40)) {
            assertThat(files.history().updates()).containsExactly(FIRST, SECOND);
            assertThat(files.history().epochs()).containsExactly(EPOCH);
            assertThat(jsonLines()).isEqualTo(linesOfWholeRun.subList(0, 3));
            assertThat(csv()).isEqualTo(csvOfWholeRun.subList(0, 4));
            files.add(new UpdateMetrics(60, 1, 0.25, 1e-4, 1, 790, 0.5, 5));
            files.add(new UpdateMetrics(80, 1, 0.2, 1e-4, 1, 790, 0.5, 7));
            files.add(AVERAGED);
        }
        assertThat(jsonLines()).isEqualTo(linesOfWholeRun);
        assertThat(csv()).isEqualTo(csvOfWholeRun);
    }

    @Test
    void lineThatWasCutOffByAKillIsDropped() throws IOException {
        writeRun();
        List<String> whole = jsonLines();
        Files.writeString(folder.resolve("metrics.jsonl"), "{\"kind\":\"update\",\"upd", StandardOpenOption.APPEND);
        assertThat(MetricsFiles.read(folder).updates()).hasSize(4);
        MetricsFiles.resume(folder, MetricsFiles.read(folder), 1000).close();
        assertThat(jsonLines()).isEqualTo(whole);
    }

    @Test
    void figureThatIsNoNumberIsReadBackAsSuch() throws IOException {
        try (MetricsFiles files = MetricsFiles.create(folder)) {
            files.add(new EpochMetrics(40, 0, new Evaluation(16, 1, 5, Double.NaN)));
        }
        assertThat(jsonLines().get(0)).contains("\"loss\":null");
        assertThat(MetricsFiles.read(folder).epochs().get(0).evaluation().loss())
                .isNaN();
    }

    @Test
    void lineThatNoRunWritesIsNamed() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        Files.writeString(file, "{\"kind\":\"evaluation\",\"update\":3,\"epoch\":0,\"pictures\":\"many\"}\n");
        assertThatThrownBy(() -> MetricsFiles.read(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + ": line 1")
                .hasMessageContaining("pictures");
        Files.writeString(file, "loss 3\n");
        assertThatThrownBy(() -> MetricsFiles.read(folder)).hasMessageContaining(file + ": line 1");
        Files.writeString(file, "{\"kind\":\"note\"}\n");
        assertThatThrownBy(() -> MetricsFiles.read(folder)).hasMessageContaining("'note'");
    }

    /** Keeps what it is given; the disk is full while there are failures left. */
    private static final class Disk implements MetricsWriter {
        private final List<Object> written = new ArrayList<>();
        private int failures;

        @Override
        public void add(UpdateMetrics metrics) {
            write(metrics);
        }

        @Override
        public void add(EpochMetrics metrics) {
            write(metrics);
        }

        private void write(Object metrics) {
            if (failures > 0) {
                failures--;
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
            written.add(metrics);
        }

        @Override
        public void close() {
            if (failures > 0) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
        }
    }

    @Test
    void whatADiskHasNoRoomForIsWrittenWhenThereIsRoomAgain() {
        Disk disk = new Disk();
        MetricsHistory history = new MetricsHistory();
        try (MetricsFiles files = new MetricsFiles(history, List.of(disk), all -> {
            disk.written.clear();
            all.writeTo(disk);
            return List.of(disk);
        })) {
            files.add(FIRST);
            disk.failures = 2;
            files.add(SECOND);
            files.add(EPOCH);
            assertThat(disk.written).doesNotContain(EPOCH);
            files.add(AVERAGED);
            assertThat(disk.written).containsExactly(FIRST, SECOND, EPOCH, AVERAGED);
            disk.failures = 1;
            files.add(new UpdateMetrics(100, 1, 0.25, 1e-4, 1, 790, 0.5, 9));
        }
        assertThat(disk.written).hasSize(5).startsWith(FIRST, SECOND, EPOCH, AVERAGED);
        assertThat(history.updates()).hasSize(3);
    }

    @Test
    void unwritableFolderIsNamedInASentence() {
        Path nowhere = folder.resolve("none");
        assertThatThrownBy(() -> MetricsFiles.create(nowhere))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(nowhere.toString())
                .hasMessageEndingWith(".");
    }
}
