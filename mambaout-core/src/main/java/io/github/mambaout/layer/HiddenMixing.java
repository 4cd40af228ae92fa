package io.github.mambaout.layer;

/**
 * A token mixer at work on the last channels of a {@link HiddenMap}, there and back. Whoever goes through the map's rows brings
 * what is needed of them while they are in cache.
 */
interface HiddenMixing {
    /** Takes what the mixer will see, c, from rows that fc1 has given. */
    void take(int first, int rows);

    /** Mixes, when all rows are taken. */
    void forward();

    /** Sees to it that rows have the mixer's output in the place of c. */
    void put(int first, int rows);

    /** Makes ready for {@link #takeGradient}. */
    void prepareGradient();

    /** Takes the gradient of the mixer's output from rows. */
    void takeGradient(int first, int rows);

    /** Goes back, when all rows are taken. */
    void backward(Gradients into);

    /** Sees to it that rows have the gradient of c. */
    void putGradient(int first, int rows);

    /** Gives back what was kept. */
    void release();
}
