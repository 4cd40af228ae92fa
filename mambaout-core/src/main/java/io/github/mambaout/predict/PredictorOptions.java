package io.github.mambaout.predict;

import io.github.mambaout.image.PictureReader;
import io.github.mambaout.kernel.KernelWarmUp;

/**
 * How a predictor reads and groups pictures. Neither changes the answer to a picture that is read: a picture's answer has
 * the same bits in a batch of any size.
 *
 * @param reader reads picture files
 * @param batchSize pictures that go through the network together, at least 1; memory grows with it
 * @param warmUp is waited for before the first picture is computed
 */
public record PredictorOptions(PictureReader reader, int batchSize, KernelWarmUp warmUp) {
    /** Enough to keep all threads busy, few enough to bound the memory. */
    private static final int DEFAULT_BATCH_SIZE = 16;

    /** Checks the batch size. */
    public PredictorOptions {
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    "A batch needs at least 1 picture, but " + batchSize + " were asked for");
        }
    }

    /** @return pictures of up to 100 million pixels, turned upright, in batches of 16, without a warm-up */
    public static PredictorOptions defaults() {
        return new PredictorOptions(new PictureReader(), DEFAULT_BATCH_SIZE, KernelWarmUp.none());
    }

    /**
     * @param other another reader
     * @return these options with it
     */
    public PredictorOptions withReader(PictureReader other) {
        return new PredictorOptions(other, batchSize, warmUp);
    }

    /**
     * @param pictures another batch size, at least 1
     * @return these options with it
     */
    public PredictorOptions withBatchSize(int pictures) {
        return new PredictorOptions(reader, pictures, warmUp);
    }

    /**
     * @param begun a warm-up
     * @return these options with it
     */
    public PredictorOptions withWarmUp(KernelWarmUp begun) {
        return new PredictorOptions(reader, batchSize, begun);
    }
}
