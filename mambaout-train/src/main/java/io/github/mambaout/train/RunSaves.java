package io.github.mambaout.train;

import io.github.mambaout.train.checkpoint.Checkpoint;
import io.github.mambaout.train.checkpoint.RunFolderException;
import io.github.mambaout.train.checkpoint.WeightKeeper;
import io.github.mambaout.train.report.EpochMetrics;
import io.github.mambaout.train.report.EvaluationMetric;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.WeightFileException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is saved of a run, and how far: checkpoints, the last weights, the best ones. Not for several threads at once. */
final class RunSaves {
    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    private final RunOutput output;
    private final TrainingState state;
    private final ModelMetadata model;
    private final WeightKeeper keeper;
    private final EvaluationMetric metric;
    private final TrainingListener listener;
    private long savedUpdates = -1;
    private int savedEvaluations;
    private long savedWeights;

    /**
     * @param output where to
     * @param state what is saved, as it is then
     * @param model the network's metadata
     * @param metric tells which weights are the best
     * @param listener is told of weight files
     */
    RunSaves(
            RunOutput output,
            TrainingState state,
            ModelMetadata model,
            EvaluationMetric metric,
            TrainingListener listener) {
        this.output = output;
        this.state = state;
        this.model = model;
        this.keeper = new WeightKeeper(output.folder(), model);
        this.metric = metric;
        this.listener = listener;
    }

    /**
     * The run goes on from a checkpoint.
     *
     * @param updates of the checkpoint
     * @param evaluations those before it
     */
    void goOnFrom(long updates, List<EpochMetrics> evaluations) {
        savedUpdates = updates;
        savedEvaluations = evaluations.size();
        metric.best(evaluations).ifPresent(best -> keeper.bestWas(metric.score(best.judged())));
    }

    /** Keeps the present weights in memory, as ones whose loss is a finite number. */
    void remember(long updates) {
        state.with(values -> keeper.remember(values.weights(), updates));
    }

    /** Saves the weights that were remembered as the last ones; false if none were. */
    boolean saveRemembered() {
        return keeper.saveRemembered();
    }

    /** Saves the weights that were judged if they are the best. What can't be written is told: the next time may succeed. */
    void saveIfBest(MetricsRecorder recorder, EpochMetrics judged) {
        tryTo(() -> state.with(values -> {
            if (keeper.saveIfBest(
                    values.averaged().orElse(values.weights()),
                    recorder.updatesDone(),
                    metric.score(judged.judged()))) {
                listener.saved(output.folder().best());
            }
        }));
    }

    /** Saves the last weights and a checkpoint. What can't be written is told: the next time may succeed. */
    void save(MetricsRecorder recorder) {
        tryTo(() -> {
            writeWeights(recorder);
            writeCheckpoint(recorder);
        });
    }

    private void tryTo(Runnable save) {
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
     * Saves the first checkpoint. There is always one to go back to, and a disk without room for it is found before any work is done.
     *
     * @throws RunFolderException if it can't be written
     */
    void saveAtBeginning(MetricsRecorder recorder) {
        orFail(() -> writeCheckpoint(recorder));
    }

    /**
     * Saves what is not saved yet at the end of the run, when a failure would lose it.
     *
     * @throws RunFolderException if it can't be written; the message says from where the run can go on
     */
    void saveAtEnd(MetricsRecorder recorder) {
        orFail(() -> {
            writeCheckpoint(recorder);
            writeWeights(recorder);
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

    private void writeCheckpoint(MetricsRecorder recorder) {
        long updates = recorder.updatesDone();
        int evaluations = recorder.history().epochs().size();
        if (savedUpdates != updates || savedEvaluations != evaluations) {
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
            savedEvaluations = evaluations;
        }
    }

    private void writeWeights(MetricsRecorder recorder) {
        long updates = recorder.updatesDone();
        if (savedWeights != updates) {
            state.with(values -> {
                listener.saved(keeper.saveLast(values.weights(), updates));
                values.averaged().ifPresent(averaged -> listener.saved(keeper.saveLastAveraged(averaged, updates)));
            });
            savedWeights = updates;
        }
    }
}
