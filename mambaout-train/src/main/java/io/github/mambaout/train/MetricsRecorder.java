package io.github.mambaout.train;

import io.github.mambaout.train.report.EpochMetrics;
import io.github.mambaout.train.report.Evaluation;
import io.github.mambaout.train.report.MetricsCsv;
import io.github.mambaout.train.report.UpdateMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures a run, writes its log lines and its CSV, and tells the listener. */
final class MetricsRecorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    private static final double NANOSECONDS = 1e9;

    private final RunLength length;
    private final int batchSize;
    private final int logEvery;
    private final TrainingListener listener;
    private final MetricsCsv csv;
    private final List<UpdateMetrics> updates = new ArrayList<>();
    private final List<EpochMetrics> epochs = new ArrayList<>();
    private long started;
    private long trainingNanoseconds;
    private long done;
    private long windowStart;
    private long windowNanoseconds;
    private double windowLoss;

    MetricsRecorder(RunLength length, TrainingConfig config, Path csvFile, TrainingListener listener) {
        this.length = length;
        this.batchSize = config.batchSize();
        this.logEvery = config.logEvery();
        this.listener = listener;
        this.csv = MetricsCsv.create(csvFile);
    }

    /** Starts the clock of an update, before its data are waited for. */
    void updateStarts() {
        started = System.nanoTime();
    }

    /** Stops it. */
    void updateEnds(long update, UpdateStep.Outcome outcome, double learningRate) {
        long elapsed = System.nanoTime() - started;
        trainingNanoseconds += elapsed;
        windowNanoseconds += elapsed;
        windowLoss += outcome.loss();
        done = update + 1;
        int epoch = length.epoch(update);
        double speed = (done - windowStart) * batchSize / (windowNanoseconds / NANOSECONDS);
        listener.updated(new TrainingProgress(done, length.updates(), epoch, outcome.loss(), learningRate, speed));
        if (done % logEvery == 0 || length.isMilestone(update)) {
            add(new UpdateMetrics(
                    done, epoch, windowLoss / (done - windowStart), learningRate, outcome.gradientNorm(), speed));
            windowStart = done;
            windowNanoseconds = 0;
            windowLoss = 0;
        }
    }

    private void add(UpdateMetrics metrics) {
        updates.add(metrics);
        csv.add(metrics);
        LOG.atInfo()
                .setMessage("update {} of {}, epoch {}, loss {}, learning rate {}, {} pictures per second")
                .addArgument(metrics.update())
                .addArgument(length.updates())
                .addArgument(metrics.epoch() + 1)
                .addArgument(() -> String.format(Locale.ROOT, "%.4f", metrics.loss()))
                .addArgument(() -> String.format(Locale.ROOT, "%.2e", metrics.learningRate()))
                .addArgument(() -> String.format(Locale.ROOT, "%.0f", metrics.picturesPerSecond()))
                .log();
    }

    void evaluated(Evaluation evaluation) {
        EpochMetrics metrics = new EpochMetrics(done, length.epoch(done - 1), evaluation);
        epochs.add(metrics);
        csv.add(metrics);
        LOG.info("epoch {}: {}", metrics.epoch() + 1, evaluation);
        listener.evaluated(metrics);
    }

    List<UpdateMetrics> updates() {
        return updates;
    }

    List<EpochMetrics> epochs() {
        return epochs;
    }

    long updatesDone() {
        return done;
    }

    double trainingSeconds() {
        return trainingNanoseconds / NANOSECONDS;
    }

    double picturesPerSecond() {
        return done == 0 ? 0 : done * batchSize / trainingSeconds();
    }

    @Override
    public void close() {
        csv.close();
    }
}
