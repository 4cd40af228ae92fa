package io.github.mambaout.train.data;

import io.github.mambaout.tensor.Tensor;

/**
 * Inputs and labels of some samples. Closing a batch gives its memory back to the loader for another batch.
 */
public final class Batch implements AutoCloseable {
    private final long epoch;
    private final Tensor input;
    private final int[] labels;
    private final int[] indices;
    private final int[] repetitions;
    private final Runnable giveBack;

    Batch(long epoch, Tensor input, int[] labels, int[] indices, int[] repetitions, Runnable giveBack) {
        this.epoch = epoch;
        this.input = input;
        this.labels = labels;
        this.indices = indices;
        this.repetitions = repetitions;
        this.giveBack = giveBack;
    }

    /** @return the epoch, counted from 0 */
    public long epoch() {
        return epoch;
    }

    /** @return the network's input {@code [N, H, W, C]}, valid until this batch is closed */
    public Tensor input() {
        return input;
    }

    /** @return {@code N} class indices */
    public int[] labels() {
        return labels;
    }

    /** @return {@code N} indices into the data set */
    public int[] indices() {
        return indices;
    }

    /**
     * @param place of a sample in the batch, from 0 to {@code N - 1}
     * @return the key of what is drawn for it
     */
    public SampleKey key(int place) {
        return new SampleKey(epoch, indices[place], repetitions[place]);
    }

    /** @return {@code N}; 0 if no picture of the batch could be read */
    public int size() {
        return labels.length;
    }

    @Override
    public void close() {
        giveBack.run();
    }
}
