package io.github.mambaout.train.report;

import java.util.Locale;

/** The course of a run as CSV, one line per logged update and one per evaluation; cells that do not apply are empty. */
final class MetricsCsv implements MetricsWriter {
    private static final String HEADER = "update,epoch,loss,learning_rate,gradient_norm,pictures_per_second,"
            + "waiting_share,training_seconds,validation_loss,top1,top5,averaged_loss,averaged_top1,averaged_top5";

    private final TextLines lines;

    /** @param lines a file with a header, to go on at its end */
    MetricsCsv(TextLines lines) {
        this.lines = lines;
    }

    /**
     * @param lines an empty file
     * @return the file with its header
     * @throws java.io.UncheckedIOException if it cannot be written; the message names it
     */
    static MetricsCsv withHeader(TextLines lines) {
        lines.add(HEADER);
        return new MetricsCsv(lines);
    }

    @Override
    public void add(UpdateMetrics metrics) {
        lines.add(String.format(
                Locale.ROOT,
                "%d,%d,%.6f,%.6e,%.6f,%.1f,%.4f,%.3f,,,,,,",
                metrics.update(),
                metrics.epoch(),
                metrics.loss(),
                metrics.learningRate(),
                metrics.gradientNorm(),
                metrics.picturesPerSecond(),
                metrics.waitingShare(),
                metrics.trainingSeconds()));
    }

    @Override
    public void add(EpochMetrics metrics) {
        lines.add(metrics.update() + "," + metrics.epoch() + ",,,,,,," + cells(metrics.evaluation()) + ","
                + metrics.averaged().map(MetricsCsv::cells).orElse(",,"));
    }

    private static String cells(Evaluation evaluation) {
        return String.format(
                Locale.ROOT, "%.6f,%.6f,%.6f", evaluation.loss(), evaluation.top1Share(), evaluation.top5Share());
    }

    @Override
    public void close() {
        lines.close();
    }
}
