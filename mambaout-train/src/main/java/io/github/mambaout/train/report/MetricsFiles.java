package io.github.mambaout.train.report;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that follow a run, and what they hold: {@value #CSV} for spreadsheets, {@value #JSON_LINES} for programs, and event files for
 * TensorBoard. One that a disk has no room for any more is told by an {@link UncheckedIOException} that names it.
 */
public final class MetricsFiles implements AutoCloseable {
    /** Name of the file for spreadsheets. */
    public static final String CSV = "metrics.csv";

    /** Name of the file for programs. */
    public static final String JSON_LINES = "metrics.jsonl";

    private final MetricsHistory history;
    private final TensorBoardEvents events;
    private final List<MetricsWriter> writers;

    private MetricsFiles(MetricsHistory history, MetricsCsv csv, MetricsJsonLines jsonLines, TensorBoardEvents events) {
        this.history = history;
        this.events = events;
        this.writers = List.of(csv, jsonLines, events);
    }

    /**
     * Begins the files of a run.
     *
     * @param folder of the run; those of an earlier run in it are replaced
     * @return files that hold nothing yet
     * @throws UncheckedIOException if one cannot be written; the message names it
     */
    public static MetricsFiles create(Path folder) {
        return new MetricsFiles(
                new MetricsHistory(),
                MetricsCsv.create(folder.resolve(CSV)),
                MetricsJsonLines.create(folder.resolve(JSON_LINES)),
                TensorBoardEvents.create(folder));
    }

    /**
     * Goes on with the files of a run that was interrupted: drops what comes after update {@code update}, which this run will do again. Lines
     * that a process left unfinished when it was killed are dropped as well.
     *
     * @param folder of the run
     * @param update number of updates that the checkpoint has seen, from which the run goes on
     * @return the files with what they hold up to there
     * @throws UncheckedIOException if one cannot be read or written; the message names it
     * @throws IllegalArgumentException if {@value #JSON_LINES} holds what no run writes; the message names the line
     */
    public static MetricsFiles resume(Path folder, long update) {
        Path lines = folder.resolve(JSON_LINES);
        MetricsHistory history =
                Files.exists(lines) ? MetricsJsonLines.read(lines).upTo(update) : new MetricsHistory();
        MetricsJsonLines.replace(lines, history);
        MetricsCsv csv = MetricsCsv.create(folder.resolve(CSV));
        history.writeTo(csv);
        return new MetricsFiles(history, csv, MetricsJsonLines.append(lines), TensorBoardEvents.append(folder, update));
    }

    /**
     * Reads what a run has left so far, without changing it; the run may be under way.
     *
     * @param folder of the run
     * @return its course
     * @throws UncheckedIOException if {@value #JSON_LINES} cannot be read; the message names it
     * @throws IllegalArgumentException if it holds what no run writes; the message names the line
     */
    public static MetricsHistory read(Path folder) {
        return MetricsJsonLines.read(folder.resolve(JSON_LINES));
    }

    /** @return the course of the run so far, also from before it was interrupted */
    public MetricsHistory history() {
        return history;
    }

    /** @param metrics what an update, or several, looked like */
    public void add(UpdateMetrics metrics) {
        history.add(metrics);
        writers.forEach(writer -> writer.add(metrics));
    }

    /** @param metrics what an evaluation found */
    public void add(EpochMetrics metrics) {
        history.add(metrics);
        writers.forEach(writer -> writer.add(metrics));
    }

    /**
     * Only TensorBoard's files hold pictures.
     *
     * @param update number of the update, counted from 1
     * @param pictures what the network is shown there
     */
    public void add(long update, List<ShownPicture> pictures) {
        events.add(update, pictures);
    }

    @Override
    public void close() {
        writers.forEach(MetricsWriter::close);
    }
}
