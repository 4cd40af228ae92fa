package io.github.mambaout.train.report;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The course of a run as a CSV file, one line per logged update and one per evaluation; cells that do not apply are
 * empty. Each line is flushed when written, so that the file can be followed while training.
 */
public final class MetricsCsv implements Closeable {
    private static final String HEADER =
            "update,epoch,loss,learning_rate,gradient_norm,pictures_per_second,validation_loss,top1,top5";

    private final Path file;
    private final BufferedWriter writer;

    private MetricsCsv(Path file, BufferedWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * @param file where to write; replaced if it is there
     * @return the file with its header written
     * @throws UncheckedIOException if it cannot be written; the message names it
     */
    public static MetricsCsv create(Path file) {
        try {
            MetricsCsv csv = new MetricsCsv(file, Files.newBufferedWriter(file, StandardCharsets.UTF_8));
            csv.line(HEADER);
            return csv;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** @param metrics a line to add */
    public void add(UpdateMetrics metrics) {
        line(String.format(
                Locale.ROOT,
                "%d,%d,%.6f,%.6e,%.6f,%.1f,,,",
                metrics.update(),
                metrics.epoch(),
                metrics.loss(),
                metrics.learningRate(),
                metrics.gradientNorm(),
                metrics.picturesPerSecond()));
    }

    /** @param metrics a line to add */
    public void add(EpochMetrics metrics) {
        Evaluation evaluation = metrics.evaluation();
        line(String.format(
                Locale.ROOT,
                "%d,%d,,,,,%.6f,%.6f,%.6f",
                metrics.update(),
                metrics.epoch(),
                evaluation.loss(),
                evaluation.top1Share(),
                evaluation.top5Share()));
    }

    private void line(String line) {
        try {
            writer.write(line);
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
