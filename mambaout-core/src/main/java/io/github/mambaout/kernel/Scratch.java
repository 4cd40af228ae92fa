package io.github.mambaout.kernel;

import java.util.Arrays;

/** Tiles that belong to one thread while it runs one task: numbered slots that grow on demand and are reused. */
public final class Scratch {
    private float[][] slots = new float[8][0];

    /**
     * @param slot any small number; each names another array
     * @param size floats needed
     * @return an array of at least this size with arbitrary values, the same one for the same slot until it has to grow
     */
    public float[] floats(int slot, int size) {
        if (slot >= slots.length) {
            int before = slots.length;
            slots = Arrays.copyOf(slots, 2 * slot + 1);
            Arrays.fill(slots, before, slots.length, new float[0]);
        }
        if (slots[slot].length < size) {
            slots[slot] = new float[size + (size >> 3) + 64];
        }
        return slots[slot];
    }
}
