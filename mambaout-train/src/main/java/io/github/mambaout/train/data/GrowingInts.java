package io.github.mambaout.train.data;

import java.util.Arrays;

/** A list of ints that takes four bytes for each. */
final class GrowingInts {
    private int[] values = new int[1 << 6];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
