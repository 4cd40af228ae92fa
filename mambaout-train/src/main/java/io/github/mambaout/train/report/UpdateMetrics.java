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
 */
public record UpdateMetrics(
        long update, int epoch, double loss, double learningRate, double gradientNorm, double picturesPerSecond) {}
