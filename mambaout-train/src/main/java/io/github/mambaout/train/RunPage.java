package io.github.mambaout.train;

import io.github.mambaout.train.report.HtmlReport;
import io.github.mambaout.train.report.Report;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the page about a run up to date, so that one can look at a run which goes on, and at one that was killed. */
final class RunPage {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    /** Short runs evaluate every other second. */
    private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final Function<TrainingResult, Report> report;
    private final Path file;
    private final LongSupplier clock;
    private long written;

    /**
     * @param report gathers what the page shows
     * @param file where the page is
     * @param clock nanoseconds, from anywhere
     */
    RunPage(Function<TrainingResult, Report> report, Path file, LongSupplier clock) {
        this.report = report;
        this.file = file;
        this.clock = clock;
        this.written = clock.getAsLong();
    }

    /**
     * Writes the page.
     *
     * @param result how the run ended
     * @throws UncheckedIOException if it cannot be written; the message names it
     */
    void write(TrainingResult result) {
        new HtmlReport(report.apply(result)).write(file);
    }

    /**
     * Writes the page unless it is new. One that cannot be written is told, and the run goes on.
     *
     * @param soFar how the run goes
     */
    void refresh(Supplier<TrainingResult> soFar) {
        if (clock.getAsLong() - written < PAUSE) {
            return;
        }
        try {
            write(soFar.get());
        } catch (UncheckedIOException e) {
            LOG.warn("{} Training goes on without the page.", e.getMessage());
        }
        written = clock.getAsLong();
    }
}
