package io.github.mambaout.train;

import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSet;

/**
 * How long a run lasts.
 *
 * @param updates of the whole run, at least 1
 * @param updatesPerEpoch full batches of one pass over the training pictures, at least 1
 */
record RunLength(long updates, long updatesPerEpoch) {
    static RunLength of(TrainingConfig config, DataSet training) {
        long perEpoch = training.size() / config.batchSize();
        if (perEpoch == 0) {
            throw new DataException(training.name() + " has " + training.size()
                    + " pictures, which do not fill one batch of " + config.batchSize()
                    + ". Use a smaller batch-size or more pictures.");
        }
        long byEpochs = config.epochs() == 0 ? Long.MAX_VALUE : Math.multiplyExact(perEpoch, (long) config.epochs());
        long byUpdates = config.maxUpdates() == 0 ? Long.MAX_VALUE : config.maxUpdates();
        return new RunLength(Math.min(byEpochs, byUpdates), perEpoch);
    }

    int epoch(long update) {
        return Math.toIntExact(update / updatesPerEpoch);
    }

    /** Whether the weights are to be judged after this update: it ends an epoch or the run. */
    boolean isMilestone(long update) {
        return (update + 1) % updatesPerEpoch == 0 || update + 1 == updates;
    }
}
