package io.github.mambaout.train;

import io.github.mambaout.train.report.EpochMetrics;
import io.github.mambaout.train.report.Evaluation;
import io.github.mambaout.train.report.EvaluationDetails;
import io.github.mambaout.train.report.MetricsFiles;
import io.github.mambaout.train.report.MetricsHistory;
import io.github.mambaout.train.report.ShownPicture;
import io.github.mambaout.train.report.UpdateMetrics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures a run, writes its log lines and its files of figures, and tells the listener. */
final class MetricsRecorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
    private static final double NANOSECONDS = 1e9;

    private final RunLength length;
    private final long batchSize;
    private final int logEvery;
    private final TrainingListener listener;
    private final MetricsFiles files;
    private Optional<EvaluationDetails> lastDetails = Optional.empty();
    private List<ShownPicture> shown = List.of();
    private long started;
    private long trainingNanoseconds;
    private long done;
    private long windowStart;
    private long windowNanoseconds;
    private double windowLoss;
    private long waited;
    private long windowWaited;

    /**
     * @param done number of updates that the run has done before; 0 for one that begins
     * @param files new ones for a run that begins, or those of the run from which it goes on
     */
    MetricsRecorder(RunLength length, TrainingConfig config, long done, MetricsFiles files, TrainingListener listener) {
        this.length = length;
        this.batchSize = config.optimization().picturesOfAnUpdate();
        this.logEvery = config.run().logEvery();
        this.listener = listener;
        this.files = files;
        this.done = done;
        this.windowStart = done;
        this.trainingNanoseconds = (long) (files.history().trainingSeconds() * NANOSECONDS);
    }

    /** Starts the clock of an update, before its data are waited for. */
    void updateStarts() {
        started = System.nanoTime();
    }

    /** @param nanoseconds how long batches have been waited for since the start, this update's included */
    void waited(long nanoseconds) {
        windowWaited += nanoseconds - waited;
        waited = nanoseconds;
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
        double waitingShare = Math.min(1, (double) windowWaited / windowNanoseconds);
        listener.updated(
                new TrainingProgress(done, length.updates(), epoch, outcome.loss(), learningRate, speed, waitingShare));
        if (done % logEvery == 0 || length.isMilestone(update)) {
            add(new UpdateMetrics(
                    done,
                    epoch,
                    windowLoss / (done - windowStart),
                    learningRate,
                    outcome.gradientNorm(),
                    speed,
                    waitingShare,
                    trainingSeconds()));
            windowStart = done;
            windowNanoseconds = 0;
            windowWaited = 0;
            windowLoss = 0;
        }
    }

    private void add(UpdateMetrics metrics) {
        files.add(metrics);
        listener.logged(metrics);
        LOG.atInfo()
                .setMessage(
                        "update {} of {}, epoch {}, loss {}, learning rate {}, {} pictures per second, {} % waiting")
                .addArgument(metrics.update())
                .addArgument(length.updates())
                .addArgument(metrics.epoch() + 1)
                .addArgument(() -> String.format(Locale.ROOT, "%.4f", metrics.loss()))
                .addArgument(() -> String.format(Locale.ROOT, "%.2e", metrics.learningRate()))
                .addArgument(() -> String.format(Locale.ROOT, "%.0f", metrics.picturesPerSecond()))
                .addArgument(() -> String.format(Locale.ROOT, "%.0f", 100 * metrics.waitingShare()))
                .log();
    }

    /**
     * @param evaluation what the weights reach
     * @param averaged what their average reaches, if there is one
     */
    void evaluated(Evaluation evaluation, Optional<Evaluation> averaged) {
        EpochMetrics metrics = new EpochMetrics(done, length.epoch(done - 1), evaluation, averaged);
        lastDetails = evaluation.details();
        files.add(metrics);
        LOG.info("epoch {}: {}", metrics.epoch() + 1, evaluation);
        averaged.ifPresent(found -> LOG.info("epoch {}, averaged weights: {}", metrics.epoch() + 1, found));
        listener.evaluated(metrics);
    }

    /**
     * Keeps the pictures of an update, for TensorBoard and the report.
     *
     * @param update its number, counted from 0
     */
    void shows(long update, List<ShownPicture> pictures) {
        shown = List.copyOf(pictures);
        files.add(update + 1, pictures);
    }

    /** The pictures that were kept; none before the first update. */
    List<ShownPicture> shown() {
        return shown;
    }

    MetricsHistory history() {
        return files.history();
    }

    /** What the last evaluation found beyond its figures; nothing before the first. */
    Optional<EvaluationDetails> lastDetails() {
        return lastDetails;
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
        files.close();
    }
}
