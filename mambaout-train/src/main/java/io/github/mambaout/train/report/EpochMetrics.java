package io.github.mambaout.train.report;

import java.util.Optional;

/**
 * What an evaluation in the course of the training found.
 *
 * @param update number of updates done before it
 * @param epoch number of the epoch, counted from 0
 * @param evaluation what the weights reach
 * @param averaged what their moving average reaches, where a run has one
 */
public record EpochMetrics(long update, int epoch, Evaluation evaluation, Optional<Evaluation> averaged) {
    /**
     * An evaluation of a run that averages no weights.
     *
     * @param update number of updates done before it
     * @param epoch number of the epoch, counted from 0
     * @param evaluation what the weights reach
     */
    public EpochMetrics(long update, int epoch, Evaluation evaluation) {
        this(update, epoch, evaluation, Optional.empty());
    }

    /** @return what judges the run: what the average reaches, or else the weights */
    public Evaluation judged() {
        return averaged.orElse(evaluation);
    }

    /** @return the figures alone, which is what a long run keeps of each evaluation */
    public EpochMetrics withoutDetails() {
        return new EpochMetrics(update, epoch, evaluation.withoutDetails(), averaged.map(Evaluation::withoutDetails));
    }
}
