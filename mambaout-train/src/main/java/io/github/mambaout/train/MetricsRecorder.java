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
    private final List<Long> passedOver;
    private long started;
    private long done;
    private long trainingNanoseconds;
    private long waitedNanoseconds;
    private long waitedBefore;
    private long windowUpdates;
    private long windowNanoseconds;
    private double windowLoss;
    private long windowWaited;

    /**
     * @param done number of updates that the run has come to before; 0 for one that begins
     * @param history what it has measured up to there
     * @param files that hold its lines of figures
     */
    MetricsRecorder(
            RunLength length,
            TrainingConfig config,
            long done,
            RunHistory history,
            MetricsFiles files,
            TrainingListener listener) {
        this.length = length;
        this.batchSize = config.optimization().picturesOfAnUpdate();
        this.logEvery = config.run().logEvery();
        this.listener = listener;
        this.files = files;
        this.done = done;
        this.passedOver = history.passedOver();
        this.shown = history.shown();
        this.trainingNanoseconds = history.trainingNanoseconds();
        this.waitedNanoseconds = history.waitedNanoseconds();
        this.windowUpdates = history.windowUpdates();
        this.windowNanoseconds = history.windowNanoseconds();
        this.windowLoss = history.windowLoss();
        this.windowWaited = history.windowWaited();
    }

    /** What has been measured so far, for a checkpoint. */
    RunHistory soFar() {
        return new RunHistory(
                files.history().toJsonLines(),
                windowUpdates,
                windowLoss,
                windowNanoseconds,
                windowWaited,
                trainingNanoseconds,
                waitedNanoseconds,
                passedOver,
                shown);
    }

    /** Starts the clock of an update, before its data are waited for. */
    void updateStarts() {
        started = System.nanoTime();
    }

    /** @param nanoseconds how long batches have been waited for since this was made, this update's included */
    void waited(long nanoseconds) {
        windowWaited += nanoseconds - waitedBefore;
        waitedNanoseconds += nanoseconds - waitedBefore;
        waitedBefore = nanoseconds;
    }

    /** Stops it, and counts the update. */
    void updateEnds(UpdateStep.Outcome outcome, double learningRate) {
        long update = done;
        long elapsed = System.nanoTime() - started;
        trainingNanoseconds += elapsed;
        windowNanoseconds += elapsed;
        windowLoss += outcome.loss();
        windowUpdates++;
        done++;
        int epoch = length.epoch(update);
        double speed = windowUpdates * batchSize / (windowNanoseconds / NANOSECONDS);
        double waitingShare = Math.min(1, (double) windowWaited / windowNanoseconds);
        listener.updated(
                new TrainingProgress(done, length.updates(), epoch, outcome.loss(), learningRate, speed, waitingShare));
        if (done % logEvery == 0 || length.isMilestone(update)) {
            add(new UpdateMetrics(
                    done,
                    epoch,
                    windowLoss / windowUpdates,
                    learningRate,
                    outcome.gradientNorm(),
                    speed,
                    waitingShare,
                    trainingSeconds()));
            windowUpdates = 0;
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
     * @return both, as they are recorded
     */
    EpochMetrics evaluated(Evaluation evaluation, Optional<Evaluation> averaged) {
        EpochMetrics metrics = new EpochMetrics(done, length.epoch(done - 1), evaluation, averaged);
        lastDetails = metrics.judged().details();
        files.add(metrics);
        LOG.info("epoch {}: {}", metrics.epoch() + 1, evaluation);
        averaged.ifPresent(found -> LOG.info("epoch {}, averaged weights: {}", metrics.epoch() + 1, found));
        listener.evaluated(metrics);
        return metrics;
    }

    /** @param evaluation what has been found before, for its details */
    void detailsAre(Evaluation evaluation) {
        lastDetails = evaluation.details();
    }

    /** Keeps the pictures of the next update, for TensorBoard and the report. */
    void shows(List<ShownPicture> pictures) {
        shown = List.copyOf(pictures);
        files.add(done + 1, pictures);
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

    /** Whether nothing is left to do. */
    boolean isDone() {
        return done == length.updates() && !owesEvaluation();
    }

    /** Whether the weights are to be judged before the next update. */
    boolean owesEvaluation() {
        return done > 0 && length.isMilestone(done - 1) && evaluatedAfter() != done;
    }

    /** How many updates had been done at the last evaluation; 0 before the first. */
    private long evaluatedAfter() {
        List<EpochMetrics> epochs = history().epochs();
        return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).update();
    }

    long updatesDone() {
        return done;
    }

    /** Whether an update changes nothing, because its loss or gradient was no finite number before. */
    boolean passesOver(long update) {
        return passedOver.contains(update);
    }

    /** Whether there is any such update, before or ahead. */
    boolean hasPassedOver() {
        return !passedOver.isEmpty();
    }

    /** Counts an update that changed nothing. */
    void updatePassedOver() {
        done++;
    }

    double trainingSeconds() {
        return trainingNanoseconds / NANOSECONDS;
    }

    double waitedSeconds() {
        return waitedNanoseconds / NANOSECONDS;
    }

    double picturesPerSecond() {
        return done == 0 ? 0 : done * batchSize / trainingSeconds();
    }

    @Override
    public void close() {
        files.close();
    }
}
