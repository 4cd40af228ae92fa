package io.github.mambaout.train.report;

import io.github.mambaout.weights.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that follow a run, and what they hold: {@value #CSV} for spreadsheets, {@value #JSON_LINES} for programs, and event files for
 * TensorBoard. A disk that is full does not end the run: what could not be written is kept, and written when there is room again.
 */
public final class MetricsFiles implements AutoCloseable {
    /** Name of the file for spreadsheets. */
    public static final String CSV = "metrics.csv";

    /** Name of the file for programs. */
    public static final String JSON_LINES = "metrics.jsonl";

    private static final Logger LOG = LoggerFactory.getLogger(MetricsFiles.class);

    private final MetricsHistory history;
    private final Opening opening;
    private List<MetricsWriter> writers;
    private boolean isBehind;

    /** Opens the files anew when it was not possible to write them. */
    interface Opening {
        /**
         * @param history what they are to hold
         * @return files that hold it, to go on at their ends
         * @throws UncheckedIOException if one cannot be written
         */
        List<MetricsWriter> with(MetricsHistory history);
    }

    MetricsFiles(MetricsHistory history, List<MetricsWriter> writers, Opening opening) {
        this.history = history;
        this.writers = writers;
        this.opening = opening;
    }

    /**
     * Begins the files of a run.
     *
     * @param folder of the run; those of an earlier run in it are replaced
     * @return files that hold nothing yet
     * @throws UncheckedIOException if one cannot be written; the message names it
     */
    public static MetricsFiles create(Path folder) {
        return of(folder, new MetricsHistory(), TensorBoardEvents.create(folder));
    }

    private static MetricsFiles of(Path folder, MetricsHistory history, TensorBoardEvents events) {
        return new MetricsFiles(history, open(folder, history, events), all -> {
            TensorBoardEvents again = TensorBoardEvents.append(folder, 0);
            all.writeTo(again);
            return open(folder, all, again);
        });
    }

    /** Text files are replaced as a whole, each in one step, and then go on at their ends. */
    private static List<MetricsWriter> open(Path folder, MetricsHistory history, TensorBoardEvents events) {
        Path csv = folder.resolve(CSV);
        Path jsonLines = folder.resolve(JSON_LINES);
        replace(csv, history, MetricsCsv::withHeader);
        replace(jsonLines, history, MetricsJsonLines::new);
        return List.of(
                new MetricsCsv(TextLines.append(csv)), new MetricsJsonLines(TextLines.append(jsonLines)), events);
    }

    private static void replace(Path file, MetricsHistory history, Function<TextLines, MetricsWriter> format) {
        try {
            AtomicFile.write(file, out -> history.writeTo(format.apply(TextLines.to(file, out))));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * Goes on with the files of a run that was interrupted: they lose what this run will do again, and get back what they lost.
     *
     * @param folder of the run
     * @param history what the run had measured when its checkpoint was made
     * @param update number of updates that the checkpoint has seen, from which the run goes on
     * @return the files with what the history holds
     * @throws UncheckedIOException if one cannot be written; the message names it
     */
    public static MetricsFiles resume(Path folder, MetricsHistory history, long update) {
        return of(folder, history, TensorBoardEvents.append(folder, update));
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
        write(writer -> writer.add(metrics));
    }

    /** @param metrics what an evaluation found */
    public void add(EpochMetrics metrics) {
        history.add(metrics);
        write(writer -> writer.add(metrics));
    }

    /**
     * Only TensorBoard's files hold pictures. They are not kept where these can't be written.
     *
     * @param update number of the update, counted from 1
     * @param pictures what the network is shown there
     */
    public void add(long update, List<ShownPicture> pictures) {
        write(writer -> writer.add(update, pictures));
    }

    /** Writes what the history has got already, if it is a part of that. */
    private void write(Consumer<MetricsWriter> addition) {
        try {
            if (isBehind) {
                catchUp();
            } else {
                writers.forEach(addition);
            }
        } catch (UncheckedIOException e) {
            if (!isBehind) {
                LOG.warn("{} Figures are kept meanwhile, and written when that is possible again.", e.getMessage());
                isBehind = true;
            }
        }
    }

    private void catchUp() {
        closeAll();
        writers = opening.with(history);
        isBehind = false;
        LOG.info("All figures are written again");
    }

    /** What a file that failed has still in memory is in the history as well. */
    private void closeAll() {
        for (MetricsWriter writer : writers) {
            try {
                writer.close();
            } catch (UncheckedIOException e) {
                LOG.debug("Closed without its end: {}", e.getMessage());
            }
        }
        writers = List.of();
    }

    @Override
    public void close() {
        if (isBehind) {
            write(writer -> {});
        }
        closeAll();
    }
}
