package io.github.mambaout.train.data;

/**
 * The order of an epoch with repeated augmentation (Hoffer et al. 2020; timm's {@code RepeatAugSampler} on one process): each
 * sample comes several times in a row, augmented anew each time, and the epoch is as long as one without, so it sees a part
 * of the samples only.
 *
 * @param indices of the samples; owned by this value
 * @param repetitions which appearance of its sample each is, counted from 0: the key of what is drawn for it; owned by this value
 */
public record RepeatedOrder(int[] indices, int[] repetitions) {
    /** timm cuts an epoch to a multiple of this many samples, so that all processes have the same number of batches. */
    private static final int ROUND = 256;

    /**
     * @param size number of samples, at least 0
     * @param repeats how often each comes, at least 1 ({@code --aug-repeats})
     * @param seed of the run
     * @param epoch counted from 0
     * @return {@code size} places, or the largest multiple of 256 below where there is one, as in timm
     */
    public static RepeatedOrder shuffled(int size, int repeats, long seed, long epoch) {
        if (repeats < 1) {
            throw new IllegalArgumentException("A sample comes at least once, not " + repeats + " times");
        }
        int[] order = EpochOrder.shuffled(size, seed, epoch);
        int length = length(size);
        int[] indices = new int[length];
        int[] repetitions = new int[length];
        for (int i = 0; i < length; i++) {
            indices[i] = order[i / repeats];
            repetitions[i] = i % repeats;
        }
        return new RepeatedOrder(indices, repetitions);
    }

    /** Each sample for the first time. */
    static RepeatedOrder once(int... indices) {
        return new RepeatedOrder(indices, new int[indices.length]);
    }

    /**
     * @param size number of samples, at least 0
     * @return places of an epoch
     */
    static int length(int size) {
        return size < ROUND ? size : size / ROUND * ROUND;
    }
}
