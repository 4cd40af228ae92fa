package io.github.mambaout.kernel;

/**
 * Arrays for the loops of {@link PlainKernels}. Made one after the other they lie one after the other, and their sizes are such that all
 * have the same place within a line of cache: the JIT compiler aligns the vectors of one array of a loop, and so those of the
 * others, too, which makes products up to a quarter faster.
 */
final class PlainRows {
    /** Bytes of a line of cache. */
    private static final int LINE = 64;

    /** Bytes of an array before its values. */
    private static final int HEADER = 16;

    private PlainRows() {}

    /**
     * @param values how many values a row must have room for
     * @return a row of zeros
     */
    static float[] of(int values) {
        int lines = (HEADER + values * Float.BYTES + LINE - 1) / LINE;
        // An odd number of lines, so that rows do not compete for the same places of the first-level cache.
        return new float[((lines | 1) * LINE - HEADER) / Float.BYTES];
    }

    /**
     * @param rows number of rows
     * @param values how many values each must have room for
     * @return rows of zeros
     */
    static float[][] of(int rows, int values) {
        float[][] made = new float[rows][];
        for (int row = 0; row < rows; row++) {
            made[row] = of(values);
        }
        return made;
    }
}
