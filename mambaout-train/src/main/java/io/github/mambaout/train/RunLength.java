package io.github.mambaout.train;

import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.TrainingOrder;

/**
 * How long a run lasts.
 *
 * @param updates of the whole run, at least 1
 * @param updatesPerEpoch whole updates of one pass over the training pictures, at least 1
 */
public record RunLength(long updates, long updatesPerEpoch) {
    /**
     * @param config of the run
     * @param training the pictures that it is trained on
     * @return its length
     * @throws DataException if the pictures do not fill one update
     */
    public static RunLength of(TrainingConfig config, DataSet training) {
        long perEpoch = order(config, training).updatesPerEpoch();
        return new RunLength(config.schedule().updates(perEpoch), perEpoch);
    }

    /**
     * @param config of the run
     * @param training the pictures that it is trained on
     * @return how it goes through them
     * @throws DataException if they do not fill one update
     */
    static TrainingOrder order(TrainingConfig config, DataSet training) {
        return new TrainingOrder(
                training.name(),
                training.size(),
                config.data().repeats(),
                config.optimization().batchSize(),
                config.optimization().gradAccumSteps(),
                config.run().seed());
    }

    /**
     * @param update counted from 0
     * @return its epoch, counted from 0
     */
    public int epoch(long update) {
        return Math.toIntExact(update / updatesPerEpoch);
    }

    /**
     * @param update counted from 0
     * @return whether the weights are to be judged after it: it ends an epoch or the run
     */
    public boolean isMilestone(long update) {
        return (update + 1) % updatesPerEpoch == 0 || update + 1 == updates;
    }
}
