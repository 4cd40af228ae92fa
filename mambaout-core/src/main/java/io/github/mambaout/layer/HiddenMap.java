package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.PackedMemory;
import io.github.mambaout.kernel.RowTable;
import io.github.mambaout.tensor.Shape;

/**
 * What fc1 of a {@link GatedCnnBlock} gives, on the heap, where kernels work on it in place: the gate g in one map, and in
 * another, of the same form, concat(i, c), in which the token mixer's output takes the place of c. On the way back each holds its own
 * gradient.
 */
final class HiddenMap {
    private final Kernels kernels;
    private final Execution execution;
    private final int pixels;
    private final int channels;
    private final int stride;
    private final float[] noValues;
    private final float[] gate;
    private final float[] value;

    /**
     * @param input shape of the block's input
     * @param options what the block is made of
     * @param execution lends the memory
     */
    HiddenMap(Shape input, GatedCnnOptions options, Execution execution) {
        this.execution = execution;
        kernels = execution.kernels();
        pixels = input.rows();
        channels = options.hidden();
        stride = stride(kernels, options);
        noValues = new float[kernels.lanes()];
        gate = borrowMap();
        value = borrowMap();
    }

    /**
     * Room for whole vectors of what the token mixer sees, wherever they begin, and an odd number of vectors: rows a power of two
     * apart would meet in few sets of the first-level cache.
     */
    private static int stride(Kernels kernels, GatedCnnOptions options) {
        int rest = options.hidden() - options.convChannels();
        int padded = kernels.padded(rest + kernels.padded(options.convChannels()));
        return padded / kernels.lanes() % 2 == 0 ? padded + kernels.lanes() : padded;
    }

    /** @return memory for a further map of the same form */
    float[] borrowMap() {
        return execution.memory().borrowArray(Math.addExact(start(0), Math.multiplyExact(pixels, stride)));
    }

    int pixels() {
        return pixels;
    }

    float[] gate() {
        return gate;
    }

    float[] value() {
        return value;
    }

    /** @return distance of two pixels */
    int stride() {
        return stride;
    }

    /** @return index of a pixel's first value in either map */
    int start(int pixel) {
        return PackedMemory.BEHIND_HEADER + pixel * stride;
    }

    /** @return where {@code rows} pixels lie, from the first one on */
    RowTable table(int rows) {
        return RowTable.dense(rows, stride, kernels.lanes());
    }

    /** Zeros behind the channels of some rows, since kernels compute on whole rows. */
    void clearBehind(int rows, float[] map, int offset) {
        for (int at = kernels.padded(channels); at < stride; at += kernels.lanes()) {
            kernels.copyVectors(rows, noValues, 0, 0, map, offset + at, stride);
        }
    }

    void release() {
        execution.memory().release(gate);
        execution.memory().release(value);
    }
}
