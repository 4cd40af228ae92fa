package io.github.mambaout.train;

import io.github.mambaout.train.checkpoint.RunFolder;
import io.github.mambaout.train.data.SkippedPicture;
import io.github.mambaout.train.report.EpochMetrics;
import io.github.mambaout.train.report.EvaluationMetric;
import java.util.List;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param folder where its files are
 * @param startedAfter number of updates done before, where the run went on from a checkpoint; 0 if it began anew
 * @param updates number of updates done
 * @param stopped whether it was stopped before its end
 * @param evaluations what was found after each epoch; empty if it was stopped before the first ended
 * @param metric what makes weights the best
 * @param trainingSeconds time spent on updates, waiting for data included, evaluations not
 * @param waitingSeconds the part of these in which the next batch was not ready
 * @param picturesPerSecond training speed over the whole run
 * @param skipped pictures that could not be read
 */
public record TrainingResult(
        RunFolder folder,
        long startedAfter,
        long updates,
        boolean stopped,
        List<EpochMetrics> evaluations,
        EvaluationMetric metric,
        double trainingSeconds,
        double waitingSeconds,
        double picturesPerSecond,
        List<SkippedPicture> skipped) {
    public TrainingResult {
        evaluations = List.copyOf(evaluations);
        skipped = List.copyOf(skipped);
    }

    /**
     * @return the evaluation that is the best by the run's metric, by the averaged weights where there are some; the earliest of
     *     equal ones. It is what the best weights reach
     */
    public Optional<EpochMetrics> best() {
        return metric.best(evaluations);
    }

    /** @return the share of the training time in which the next batch was not ready, from 0 to 1 */
    public double waitingShare() {
        return trainingSeconds == 0 ? 0 : Math.min(1, waitingSeconds / trainingSeconds);
    }

    /** @return whether the run had been finished before, so that nothing was left to do */
    public boolean wasFinishedBefore() {
        return startedAfter == updates && !stopped;
    }

    /** @return the last evaluation */
    public Optional<EpochMetrics> last() {
        return evaluations.isEmpty() ? Optional.empty() : Optional.of(evaluations.get(evaluations.size() - 1));
    }
}
