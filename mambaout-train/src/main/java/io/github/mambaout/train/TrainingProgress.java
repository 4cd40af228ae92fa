package io.github.mambaout.train;

/**
 * How far a run is.
 *
 * @param updates number of updates done
 * @param ofUpdates number of updates of the whole run
 * @param epoch the present epoch, counted from 0
 * @param loss training loss of the last update
 * @param learningRate of the last update
 * @param picturesPerSecond training speed since the last line of the log, waiting for data included
 * @param waitingShare share of the time since then in which the next batch was not ready, from 0 to 1
 */
public record TrainingProgress(
        long updates,
        long ofUpdates,
        int epoch,
        double loss,
        double learningRate,
        double picturesPerSecond,
        double waitingShare) {}
