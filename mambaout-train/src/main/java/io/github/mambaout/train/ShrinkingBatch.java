package io.github.mambaout.train;

import java.util.function.IntFunction;

/** Does some work again with half the batch where memory is used up. */
public final class ShrinkingBatch {
    /** Hears of batches that were too large. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param tooLarge pictures of a batch for which memory did not suffice
         * @param next pictures of a batch from now on
         */
        void shrunk(int tooLarge, int next);
    }

    private final Listener listener;

    /** @param listener hears of batches that were too large */
    public ShrinkingBatch(Listener listener) {
        this.listener = listener;
    }

    /**
     * @param batchSize pictures of a batch to begin with, at least 1
     * @param work does the whole work with batches of a size; what it keeps from one attempt to the next costs memory in the next one
     * @param <T> what comes out
     * @return what came out of the first attempt that had enough memory
     * @throws OutOfMemoryError if there is too little for one picture
     */
    public <T> T run(int batchSize, IntFunction<T> work) {
        int size = batchSize;
        while (true) {
            try {
                return work.apply(size);
            } catch (RuntimeException | OutOfMemoryError e) {
                if (!isLackOfMemory(e) || size == 1) {
                    throw e;
                }
            }
            // Outside of the catch block, so that nothing holds on to what the attempt had.
            listener.shrunk(size, size / 2);
            size /= 2;
        }
    }

    /** Threads that read pictures hand on what they met as a cause. */
    private static boolean isLackOfMemory(Throwable failure) {
        return failure instanceof OutOfMemoryError || failure.getCause() instanceof OutOfMemoryError;
    }
}
