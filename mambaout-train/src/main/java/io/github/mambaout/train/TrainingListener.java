package io.github.mambaout.train;

import io.github.mambaout.train.report.EpochMetrics;
import io.github.mambaout.train.report.UpdateMetrics;
import java.nio.file.Path;

/**
 * Is told how a run goes, on the thread that trains: what takes long here makes training slow. Every method does nothing
 * unless overridden.
 */
public interface TrainingListener {
    /** Listens to nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** @param plan what is about to be done */
    default void started(RunPlan plan) {}

    /** @param progress how far the run is, after every update */
    default void updated(TrainingProgress progress) {}

    /** @param metrics a line of the run's figures, every {@code log-every} updates and before each evaluation */
    default void logged(UpdateMetrics metrics) {}

    /** @param pictures how many held-out pictures of the evaluation under way have been seen */
    default void evaluating(long pictures) {}

    /** @param metrics what an evaluation found */
    default void evaluated(EpochMetrics metrics) {}

    /** @param file a weight file that has been written */
    default void saved(Path file) {}

    /** @param result how the run ended */
    default void finished(TrainingResult result) {}
}
