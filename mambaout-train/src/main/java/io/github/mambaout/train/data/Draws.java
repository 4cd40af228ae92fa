package io.github.mambaout.train.data;

import io.github.mambaout.layer.Randomness;

/** The numbers of one key, one after the other: for what needs as many as it takes. */
final class Draws {
    private final Randomness random;
    private long next;

    Draws(Randomness random) {
        this.random = random;
    }

    /** Uniform from {@code low} to less than {@code high}. */
    double between(double low, double high) {
        return low + (high - low) * random.uniform(next++);
    }
}
