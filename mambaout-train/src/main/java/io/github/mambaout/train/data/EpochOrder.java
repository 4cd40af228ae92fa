package io.github.mambaout.train.data;

import io.github.mambaout.layer.Randomness;

/** The order in which an epoch visits its samples: a permutation that depends on the seed and the epoch alone. */
public final class EpochOrder {
    private EpochOrder() {}

    /**
     * @param size number of samples, at least 0
     * @param seed of the run
     * @param epoch counted from 0
     * @return every index from 0 to {@code size - 1} once
     */
    public static int[] shuffled(int size, long seed, long epoch) {
        Randomness random = Randomness.ofSeed(seed).at("order").at(epoch);
        int[] order = inSequence(0, size);
        for (int i = size - 1; i > 0; i--) {
            int other = random.below(i, i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }

    static int[] inSequence(int start, int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = start + i;
        }
        return order;
    }
}
