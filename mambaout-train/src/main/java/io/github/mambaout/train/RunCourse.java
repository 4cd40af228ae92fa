package io.github.mambaout.train;

import io.github.mambaout.train.checkpoint.Checkpoint;
import io.github.mambaout.train.checkpoint.RunFolder;
import io.github.mambaout.train.checkpoint.RunFolderException;
import io.github.mambaout.train.checkpoint.WeightKeeper;
import io.github.mambaout.train.data.BatchLoader;
import io.github.mambaout.train.report.EpochMetrics;
import io.github.mambaout.train.report.MetricsFiles;
import io.github.mambaout.train.settings.EvaluationSettings;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import io.github.mambaout.weights.WeightFileException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run is, and how it gets back there: its state, its batches and what it measures from a checkpoint on, and what is saved
 * of them.
 *
 * <p>One thread trains. Whatever it changes it changes within {@link #change}, so that another thread can save at any time, also
 * in the middle of an update or an evaluation that takes long.
 */
final class RunCourse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    private final RunOutput output;
    private final TrainingState state;
    private final ModelMetadata model;
    private final WeightKeeper keeper;
    private final TrainingListener listener;
    private final Parts parts;
    private final EvaluationSettings.Metric metric;
    private BatchLoader batches;
    private MetricsRecorder recorder;
    private long savedUpdates = -1;
    private int savedEvaluations;
    private long savedWeights;

    /** Makes what begins anew whenever the run goes on from a checkpoint. */
    interface Parts {
        /** @param updates how many the run has come to */
        BatchLoader batchesAfter(long updates);

        /** @param updates how many the run has come to */
        MetricsRecorder recorderAfter(long updates, RunHistory history, MetricsFiles files);
    }

    RunCourse(
            RunOutput output,
            TrainingState state,
            ModelMetadata model,
            WeightKeeper keeper,
            EvaluationSettings.Metric metric,
            TrainingListener listener,
            Parts parts) {
        this.output = output;
        this.state = state;
        this.model = model;
        this.keeper = keeper;
        this.listener = listener;
        this.parts = parts;
        this.metric = metric;
        if (output.start().isPresent()) {
            Checkpoint checkpoint = output.start().get();
            goOnFrom(checkpoint, RunHistory.parse(checkpoint.history()));
            LOG.info("Going on after update {}", checkpoint.updates());
            warnIfElsewhere(checkpoint.model().provenance());
        } else {
            begin(0, RunHistory.NONE, MetricsFiles.create(folder().path()));
            // There is always one to go back to, and a disk without room for it is found before any work is done.
            orFail(this::writeCheckpoint);
        }
    }

    private void warnIfElsewhere(Provenance before) {
        Provenance now = model.provenance();
        if (!before.equals(now)) {
            LOG.warn(
                    "The run goes on with version {}, Java {} and kernels {}, and was begun with version {}, Java {} and"
                            + " kernels {}: the last bits of its weights may differ from those of a run that stayed there",
                    now.version(),
                    now.jdk(),
                    now.options().get(StartingModel.PROVIDER),
                    before.version(),
                    before.jdk(),
                    before.options().get(StartingModel.PROVIDER));
        }
    }

    private void goOnFrom(Checkpoint checkpoint, RunHistory history) {
        state.restore(new TrainingState.Values(
                checkpoint.weights(), checkpoint.averaged(), checkpoint.optimizerUpdates(), checkpoint.optimizer()));
        begin(
                checkpoint.updates(),
                history,
                MetricsFiles.resume(folder().path(), history.lines(), checkpoint.updates()));
        savedUpdates = checkpoint.updates();
        savedEvaluations = evaluations().size();
        TrainingResult.best(evaluations(), metric).ifPresent(best -> keeper.bestWas(metric.score(best.judged())));
    }

    /** Whether the run has gone back once because an update failed. */
    boolean hasGoneBack() {
        return recorder.hasPassedOver();
    }

    /** Goes back to the last checkpoint, from where the run passes over an update that failed. */
    synchronized void goBack(long failed) {
        Checkpoint checkpoint = output.checkpoints()
                .newest()
                .orElseThrow(() -> new RunFolderException(
                        folder().checkpoints() + ": the checkpoints have gone, so the run can't go back to one."));
        close();
        goOnFrom(checkpoint, RunHistory.parse(checkpoint.history()).passingOver(failed));
        LOG.warn(
                "Going back to the checkpoint of update {}. Update {} will be passed over; another one that fails ends"
                        + " the run.",
                checkpoint.updates(),
                failed + 1);
    }

    private void begin(long updates, RunHistory history, MetricsFiles files) {
        recorder = parts.recorderAfter(updates, history, files);
        batches = parts.batchesAfter(updates);
    }

    private RunFolder folder() {
        return output.folder();
    }

    private List<EpochMetrics> evaluations() {
        return recorder.history().epochs();
    }

    /** How many updates had been done when this run began; 0 if it began anew. */
    long startedAfter() {
        return output.start().map(Checkpoint::updates).orElse(0L);
    }

    /** The batches from where the run is. */
    BatchLoader batches() {
        return batches;
    }

    /** What is measured. */
    MetricsRecorder recorder() {
        return recorder;
    }

    /** Changes the state, or what is recorded of it, as a whole: nobody saves a half of it. */
    synchronized void change(Runnable action) {
        action.run();
    }

    /** Keeps the present weights in memory, as ones whose loss is a finite number. */
    void remember() {
        state.with(values -> keeper.remember(values.weights(), recorder.updatesDone()));
    }

    /** Saves the weights that were remembered, for a run that has failed. */
    boolean saveRemembered() {
        return keeper.saveRemembered();
    }

    /** Saves the weights that were judged if they are the best, or says that it was not possible. */
    synchronized void saveIfBest(double score) {
        tryToSave(() -> state.with(values -> {
            if (keeper.saveIfBest(values.averaged().orElse(values.weights()), recorder.updatesDone(), score)) {
                listener.saved(folder().best());
            }
        }));
    }

    /** Saves the last weights and a checkpoint, or says that it was not possible: the next time may succeed. */
    synchronized void save() {
        tryToSave(() -> {
            writeWeights();
            writeCheckpoint();
        });
    }

    private void tryToSave(Runnable save) {
        try {
            save.run();
        } catch (WeightFileException e) {
            LOG.warn(
                    "{} The checkpoint of update {} stays; training goes on, and the next save may succeed.",
                    e.getMessage(),
                    savedUpdates);
        }
    }

    /**
     * Saves what is not saved yet at the end of the run, when a failure would lose it.
     *
     * @throws RunFolderException if it can't be written; the message says from where the run can go on
     */
    synchronized void saveAtEnd() {
        orFail(() -> {
            writeCheckpoint();
            writeWeights();
        });
    }

    private void orFail(Runnable save) {
        try {
            save.run();
        } catch (WeightFileException e) {
            throw new RunFolderException(e.getMessage()
                    + (savedUpdates < 0
                            ? " Nothing has been trained."
                            : " The checkpoint of update " + savedUpdates
                                    + " is there: the same command goes on from it."));
        }
    }

    private void writeCheckpoint() {
        long updates = recorder.updatesDone();
        if (savedUpdates != updates || savedEvaluations != evaluations().size()) {
            state.with(values -> output.checkpoints()
                    .save(new Checkpoint(
                            updates,
                            model,
                            output.settings(),
                            recorder.soFar().toJson(),
                            values.weights(),
                            values.averaged(),
                            values.optimizerUpdates(),
                            values.optimizer())));
            savedUpdates = updates;
            savedEvaluations = evaluations().size();
        }
    }

    private void writeWeights() {
        long updates = recorder.updatesDone();
        if (savedWeights != updates) {
            state.with(values -> {
                listener.saved(keeper.saveLast(values.weights(), updates));
                values.averaged().ifPresent(averaged -> listener.saved(keeper.saveLastAveraged(averaged, updates)));
            });
            savedWeights = updates;
        }
    }

    @Override
    public void close() {
        batches.close();
        recorder.close();
    }
}
