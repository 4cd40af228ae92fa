package io.github.mambaout.train.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * How a training run goes through its samples: epoch after epoch without end, each in an order of its own, in batches of which an
 * update takes one or several. Samples at the end of an epoch that do not fill an update are left out of this epoch.
 *
 * @param name what messages call the samples
 * @param samples their number
 * @param repeats how often each comes in an epoch, at least 1; from 2 on by {@link RepeatedOrder}
 * @param batchSize samples of a batch, at least 1
 * @param batchesPerUpdate batches of an update, at least 1
 * @param seed of the run
 */
public record TrainingOrder(String name, int samples, int repeats, int batchSize, int batchesPerUpdate, long seed) {
    /**
     * @throws DataException if there are too few samples for an update
     */
    public TrainingOrder {
        if (repeats < 1 || batchSize < 1 || batchesPerUpdate < 1) {
            throw new IllegalArgumentException(
                    "Repeats, samples of a batch and batches of an update are at least 1, not " + repeats + ", "
                            + batchSize + " and " + batchesPerUpdate);
        }
        if ((long) batchSize * batchesPerUpdate > length(samples, repeats)) {
            String wanted = batchesPerUpdate == 1
                    ? "batch of " + batchSize + ". Use a smaller batch-size"
                    : "update of " + batchesPerUpdate + " batches of " + batchSize
                            + ". Use a smaller batch-size, fewer grad-accum-steps";
            throw new DataException(
                    name + " has " + samples + " pictures, which do not fill one " + wanted + " or more pictures.");
        }
    }

    private static int length(int samples, int repeats) {
        return repeats == 1 ? samples : RepeatedOrder.length(samples);
    }

    /** @return updates of an epoch, at least 1 */
    public long updatesPerEpoch() {
        return length(samples, repeats) / batchSize / batchesPerUpdate;
    }

    /**
     * @param firstUpdate how many updates of the run to pass over, at least 0
     * @return the batches from there on
     */
    public Iterator<BatchPlan> from(long firstUpdate) {
        return new Batches(Math.multiplyExact(firstUpdate, (long) batchesPerUpdate));
    }

    private RepeatedOrder of(long epoch) {
        return repeats == 1
                ? RepeatedOrder.once(EpochOrder.shuffled(samples, seed, epoch))
                : RepeatedOrder.shuffled(samples, repeats, seed, epoch);
    }

    private final class Batches implements Iterator<BatchPlan> {
        private final long batchesPerEpoch = updatesPerEpoch() * batchesPerUpdate;
        private long next;
        private long orderedEpoch;
        private RepeatedOrder order;

        Batches(long first) {
            next = first;
            orderedEpoch = first / batchesPerEpoch;
            order = of(orderedEpoch);
        }

        @Override
        public boolean hasNext() {
            return next < Long.MAX_VALUE;
        }

        @Override
        public BatchPlan next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            long epoch = next / batchesPerEpoch;
            if (epoch != orderedEpoch) {
                order = of(epoch);
                orderedEpoch = epoch;
            }
            int start = (int) (next % batchesPerEpoch) * batchSize;
            next++;
            return new BatchPlan(
                    epoch,
                    Arrays.copyOfRange(order.indices(), start, start + batchSize),
                    Arrays.copyOfRange(order.repetitions(), start, start + batchSize));
        }
    }
}
