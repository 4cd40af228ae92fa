package io.github.mambaout.train.data;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The micro-batches of a training run whose updates take several of them: those at the end of an epoch that do not fill an
 * update are left out of this epoch.
 */
public final class WholeGroups implements Iterator<BatchPlan> {
    private final Iterator<BatchPlan> plans;
    private final int batchesPerEpoch;
    private final int leftOut;
    private int nextOfEpoch;

    private WholeGroups(Iterator<BatchPlan> plans, int batchesPerEpoch, int leftOut, int nextOfEpoch) {
        this.plans = plans;
        this.batchesPerEpoch = batchesPerEpoch;
        this.leftOut = leftOut;
        this.nextOfEpoch = nextOfEpoch;
    }

    /**
     * @param samples number of samples, at least {@code batchSize * batchesPerUpdate}
     * @param batchSize samples of a micro-batch, at least 1
     * @param batchesPerUpdate micro-batches of an update, at least 1
     * @param seed of the run
     * @param firstUpdate how many updates of the run to pass over, at least 0
     * @return the micro-batches, epoch after epoch without end
     * @throws DataException if there are too few samples for an update
     */
    public static Iterator<BatchPlan> training(
            int samples, int batchSize, int batchesPerUpdate, long seed, long firstUpdate) {
        long updatesPerEpoch = updatesPerEpoch(samples, batchSize, batchesPerUpdate);
        if (updatesPerEpoch == 0) {
            throw new DataException("The training set has " + samples + " pictures, which do not fill one update of "
                    + batchesPerUpdate + " batches of " + batchSize
                    + ". Use a smaller batch size, fewer batches an update or more pictures.");
        }
        int batchesPerEpoch = samples / batchSize;
        long done = firstUpdate / updatesPerEpoch * batchesPerEpoch;
        int ofEpoch = Math.toIntExact(firstUpdate % updatesPerEpoch * batchesPerUpdate);
        return new WholeGroups(
                BatchPlan.training(samples, batchSize, seed, done + ofEpoch),
                batchesPerEpoch,
                batchesPerEpoch % batchesPerUpdate,
                ofEpoch);
    }

    /**
     * @param samples number of samples
     * @param batchSize samples of a micro-batch, at least 1
     * @param batchesPerUpdate micro-batches of an update, at least 1
     * @return whole updates of one pass over the samples
     */
    public static long updatesPerEpoch(int samples, int batchSize, int batchesPerUpdate) {
        return samples / batchSize / batchesPerUpdate;
    }

    @Override
    public boolean hasNext() {
        return plans.hasNext();
    }

    @Override
    public BatchPlan next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        BatchPlan plan = plans.next();
        nextOfEpoch++;
        if (nextOfEpoch == batchesPerEpoch - leftOut) {
            for (int i = 0; i < leftOut; i++) {
                plans.next();
            }
            nextOfEpoch = 0;
        }
        return plan;
    }
}
