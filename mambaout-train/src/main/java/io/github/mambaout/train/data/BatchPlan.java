package io.github.mambaout.train.data;

import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * Which samples make a batch.
 *
 * @param epoch the epoch it belongs to, counted from 0
 * @param indices of its samples; owned by this value
 * @param repetitions how often each sample has come in the epoch before; owned by this value
 */
public record BatchPlan(long epoch, int[] indices, int[] repetitions) {
    /**
     * Samples that come for the first time.
     *
     * @param epoch the epoch it belongs to, counted from 0
     * @param indices of its samples; owned by this value
     */
    public BatchPlan(long epoch, int... indices) {
        this(epoch, indices, new int[indices.length]);
    }

    /**
     * All samples once, in the order of their index; the last batch may be smaller.
     *
     * @param epoch the epoch that the batches belong to, counted from 0
     * @param samples number of samples
     * @param batchSize samples of a batch, at least 1
     * @return the batches
     */
    public static Iterator<BatchPlan> once(long epoch, int samples, int batchSize) {
        return IntStream.range(0, (samples + batchSize - 1) / batchSize)
                .mapToObj(batch -> new BatchPlan(
                        epoch,
                        EpochOrder.inSequence(batch * batchSize, Math.min(batchSize, samples - batch * batchSize))))
                .iterator();
    }
}
