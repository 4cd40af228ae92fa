package io.github.mambaout.train.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * Which samples make a batch.
 *
 * @param epoch the epoch it belongs to, counted from 0
 * @param indices of its samples; owned by this value
 */
public record BatchPlan(long epoch, int[] indices) {
    /**
     * The batches of a training run, epoch after epoch without end. Samples that do not fill the last batch of an epoch
     * are left out of this epoch.
     *
     * @param samples number of samples, at least {@code batchSize}
     * @param batchSize samples of a batch, at least 1
     * @param seed of the run
     * @param firstUpdate how many batches of the run to pass over, at least 0
     * @return the batches
     */
    public static Iterator<BatchPlan> training(int samples, int batchSize, long seed, long firstUpdate) {
        if (batchSize < 1 || samples < batchSize) {
            throw new DataException("The training set has " + samples + " pictures, which do not fill one batch of "
                    + batchSize + ". Use a smaller batch size or more pictures.");
        }
        return new Training(samples, batchSize, seed, firstUpdate);
    }

    /**
     * All samples once, in the order of their index; the last batch may be smaller.
     *
     * @param samples number of samples
     * @param batchSize samples of a batch, at least 1
     * @return the batches
     */
    public static Iterator<BatchPlan> once(int samples, int batchSize) {
        return IntStream.range(0, (samples + batchSize - 1) / batchSize)
                .mapToObj(batch -> new BatchPlan(
                        0, EpochOrder.inSequence(batch * batchSize, Math.min(batchSize, samples - batch * batchSize))))
                .iterator();
    }

    private static final class Training implements Iterator<BatchPlan> {
        private final int samples;
        private final int batchSize;
        private final long seed;
        private final int batchesPerEpoch;
        private long next;
        private long orderedEpoch;
        private int[] order;

        Training(int samples, int batchSize, long seed, long firstUpdate) {
            this.samples = samples;
            this.batchSize = batchSize;
            this.seed = seed;
            this.batchesPerEpoch = samples / batchSize;
            this.next = firstUpdate;
            this.orderedEpoch = firstUpdate / batchesPerEpoch;
            this.order = EpochOrder.shuffled(samples, seed, orderedEpoch);
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
                order = EpochOrder.shuffled(samples, seed, epoch);
                orderedEpoch = epoch;
            }
            int start = (int) (next % batchesPerEpoch) * batchSize;
            next++;
            return new BatchPlan(epoch, Arrays.copyOfRange(order, start, start + batchSize));
        }
    }
}
