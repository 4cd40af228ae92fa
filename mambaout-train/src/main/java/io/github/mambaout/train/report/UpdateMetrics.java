package io.github.mambaout.train.report;

/**
 * What was seen of the training since the last such line.
 *
 * @param update number of updates done
 * @param epoch number of the epoch, counted from 0
 * @param loss mean training loss of the updates since the last line
 * @param learningRate of the last update
 * @param gradientNorm L2 norm of the last update's gradient before clipping
 * @param picturesPerSecond training speed, waiting for data included
 * @param waitingShare share of the time in which the next batch was not ready, from 0 to 1
 * @param trainingSeconds time spent on all updates of the run so far, waiting for data included, evaluations not
 */
public record UpdateMetrics(
        long update,
        int epoch,
        double loss,
        double learningRate,
        double gradientNorm,
        double picturesPerSecond,
        double waitingShare,
        double trainingSeconds) {}
