package io.github.mambaout.train;

import io.github.mambaout.train.checkpoint.Checkpoint;
import io.github.mambaout.train.checkpoint.RunFolderException;
import io.github.mambaout.train.data.BatchLoader;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.report.Evaluation;
import io.github.mambaout.train.report.MetricsFiles;
import io.github.mambaout.train.report.ShownPicture;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a run is, and how it gets on and back: its state, its batches and what it measures from a checkpoint on.
 *
 * <p>One thread trains. Whatever changes changes as a whole, so that another thread can {@linkplain #saveAtEnd save} at any time,
 * also in the middle of an update or an evaluation that takes long.
 */
final class RunCourse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    private final RunOutput output;
    private final TrainingState state;
    private final RunSaves saves;
    private final Parts parts;
    private BatchLoader batches;
    private MetricsRecorder recorder;

    /** Makes what begins anew whenever the run goes on from a checkpoint. */
    interface Parts {
        /** @param updates how many the run has come to */
        BatchLoader batchesAfter(long updates);

        /** @param updates how many the run has come to */
        MetricsRecorder recorderAfter(long updates, RunHistory history, MetricsFiles files);
    }

    /**
     * @param output where the run is kept, and the checkpoint that it begins with
     * @param state of the run
     * @param saves saves it
     * @param model the network's metadata
     * @param parts what begins anew
     */
    RunCourse(RunOutput output, TrainingState state, RunSaves saves, ModelMetadata model, Parts parts) {
        this.output = output;
        this.state = state;
        this.saves = saves;
        this.parts = parts;
        if (output.start().isPresent()) {
            Checkpoint checkpoint = output.start().get();
            goOnFrom(checkpoint, RunHistory.parse(checkpoint.history()));
            LOG.info("Going on after update {}", checkpoint.updates());
            warnIfElsewhere(checkpoint.model().provenance(), model.provenance());
        } else {
            begin(0, RunHistory.NONE, MetricsFiles.create(output.folder().path()));
            saves.saveAtBeginning(recorder);
        }
    }

    private static void warnIfElsewhere(Provenance before, Provenance now) {
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
                MetricsFiles.resume(output.folder().path(), history.lines(), checkpoint.updates()));
        saves.goOnFrom(checkpoint.updates(), recorder.history().epochs());
    }

    private void begin(long updates, RunHistory history, MetricsFiles files) {
        recorder = parts.recorderAfter(updates, history, files);
        batches = parts.batchesAfter(updates);
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

    /** Changes the weights by an update's gradient, which is finite. */
    synchronized void update(UpdateStep.Outcome measured, double learningRate) {
        saves.remember(recorder.updatesDone());
        state.update(measured, learningRate);
        recorder.updateEnds(measured, learningRate);
    }

    /** Counts an update that changes nothing. */
    synchronized void passOver() {
        recorder.updatePassedOver();
    }

    /** Keeps the pictures of the next update. */
    synchronized void show(List<ShownPicture> pictures) {
        recorder.shows(pictures);
    }

    /**
     * Records what the weights reach and saves them: as the last, and as the best if they are.
     *
     * @param plain what the weights reach
     * @param averaged what their average reaches, if there is one
     */
    synchronized void judged(Evaluation plain, Optional<Evaluation> averaged) {
        saves.saveIfBest(recorder, recorder.evaluated(plain, averaged));
        saves.save(recorder);
    }

    /** Whether the run has gone back once because an update failed. */
    boolean hasGoneBack() {
        return recorder.hasPassedOver();
    }

    /** Goes back to the last checkpoint, from where the run passes over an update that failed. */
    synchronized void goBack(long failed) {
        Checkpoint checkpoint = output.checkpoints()
                .newest()
                .orElseThrow(() -> new RunFolderException(output.folder().checkpoints()
                        + ": the checkpoints have gone, so the run can't go back to one."));
        close();
        goOnFrom(checkpoint, RunHistory.parse(checkpoint.history()).passingOver(failed));
        LOG.warn(
                "Going back to the checkpoint of update {}. Update {} will be passed over; another one that fails ends"
                        + " the run.",
                checkpoint.updates(),
                failed + 1);
    }

    /** Saves the last weights before a failed update, for a run that ends with it; false if it was the first one. */
    synchronized boolean saveRemembered() {
        return saves.saveRemembered();
    }

    /** Saves the last weights and a checkpoint, or says that it was not possible: the next time may succeed. */
    synchronized void save() {
        saves.save(recorder);
    }

    /**
     * Saves what is not saved yet at the end of the run, when a failure would lose it.
     *
     * @throws RunFolderException if it can't be written; the message says from where the run can go on
     */
    synchronized void saveAtEnd() {
        saves.saveAtEnd(recorder);
    }

    /** The data have failed: what was reached is saved, and the failure says so. */
    DataException saved(DataException failure) {
        saveAtEnd();
        return new DataException(
                failure.getMessage() + " What was trained is saved, up to update " + recorder.updatesDone()
                        + ": the same command goes on from there.",
                failure);
    }

    @Override
    public void close() {
        batches.close();
        recorder.close();
    }
}
