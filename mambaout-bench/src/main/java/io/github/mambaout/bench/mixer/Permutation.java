package io.github.mambaout.bench.mixer;

import java.util.Arrays;
import java.util.stream.IntStream;

/** An order of the numbers 0 to n − 1: which of them comes at each step. */
public final class Permutation {
    private final int[] places;

    private Permutation(int[] places) {
        this.places = places;
    }

    /**
     * @param places each of the numbers 0 to n − 1 once, in any order
     * @return that order
     * @throws IllegalArgumentException if a number is missing, twice or not among 0 to n − 1
     */
    public static Permutation of(int... places) {
        boolean[] seen = new boolean[places.length];
        for (int place : places) {
            if (place < 0 || place >= seen.length || seen[place]) {
                throw new IllegalArgumentException("An order of " + places.length + " places needs each of 0 to "
                        + (places.length - 1) + " once, but has " + place + " twice or too much");
            }
            seen[place] = true;
        }
        return new Permutation(places.clone());
    }

    /** @return n */
    public int size() {
        return places.length;
    }

    /**
     * @param step from 0 to n − 1
     * @return the number that comes at this step
     */
    public int at(int step) {
        return places[step];
    }

    /** @return the way back: {@code inverse().at(at(step)) = step} */
    public Permutation inverse() {
        int[] steps = new int[places.length];
        for (int step = 0; step < steps.length; step++) {
            steps[places[step]] = step;
        }
        return new Permutation(steps);
    }

    /** @return the same order from its end to its beginning */
    public Permutation reversed() {
        int last = places.length - 1;
        return new Permutation(
                IntStream.rangeClosed(0, last).map(step -> places[last - step]).toArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Permutation permutation && Arrays.equals(places, permutation.places);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(places);
    }

    @Override
    public String toString() {
        return Arrays.toString(places);
    }
}
