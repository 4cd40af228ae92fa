package io.github.mambaout.train.report;

/**
 * What an evaluation in the course of the training found.
 *
 * @param update number of updates done before it
 * @param epoch number of the epoch, counted from 0
 * @param evaluation what was found
 */
public record EpochMetrics(long update, int epoch, Evaluation evaluation) {}
