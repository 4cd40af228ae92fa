package io.github.mambaout.kernel;

import java.util.Arrays;

/**
 * The matrix product of {@link PlainKernels}, in a loop that the JIT compiler vectorises: over the columns, four rows by two
 * steps of the depth, so that eight multiply-adds share ten loads and stores. Compilers only vectorise it if each row is an array
 * of its own, indexed by the loop variable alone; so rows are copied first, those of B once per tile.
 *
 * <p>A loop computes values one by one until it meets a line of cache, and those that no vector is left for at its end: 16 in all for
 * whole vectors of columns, which takes as long as 150 in vectors. So the columns are put where a line begins, and the loop starts
 * one value before; {@link LineSearch} finds that place.
 *
 * <p>Larger blocks have fewer loads for each multiply-add, but JDK 17 leaves them scalar: a third step beside more than one row where
 * vectors have 256 bits, a fourth one and more than seven arrays everywhere.
 */
final class PlainProducts {
    private static final int ROWS = 4;
    private static final int STEPS = 2;

    /**
     * Fewer columns have a loop of their own: a compiler unrolls a loop for the lengths it has seen before it compiled it, and one
     * that begins with the narrow maps of a model would compute the wide ones half as fast.
     */
    private static final int WIDE = 160;

    private static final int NARROW_ROWS = 3;

    /**
     * Products that are summed before the result is added to C, and rows of B that are copied at a time. One long sum loses
     * twice as much to rounding as short ones that are added up; of 512 columns they fill 98 KB.
     */
    private static final int DEPTH = 48;

    /** Columns that are computed at a time: four rows of sums and two of B should stay in the first-level cache. */
    static final int COLUMNS = 512;

    /** Floats of a row: its columns begin at an index from 1 to {@link LineSearch#LINE}. */
    private static final int ROW = COLUMNS + LineSearch.LINE;

    /** Products between two searches for lines of cache: some 10 ms, of which a search takes half a percent. */
    private static final long SEARCH_INTERVAL = 1L << 29;

    /** Columns of the loop that is timed by a search. */
    private static final int SEARCH_COLUMNS = 192;

    private static final ThreadLocal<PlainProducts> TILES = ThreadLocal.withInitial(PlainProducts::new);

    /** Where rows of sums lie among all rows, behind those of B. */
    private static final int SUMS = DEPTH;

    private static final int TOTAL = SUMS + ROWS;
    private static final int ZEROS = TOTAL + 1;

    /** All rows, made and kept together: an object between them, or a collector that meets them by two ways, would shift some of them. */
    private final float[][] tile = PlainRows.of(ZEROS + 1, ROW);

    private int first = LineSearch.LINE;
    private long productsSinceSearch;

    private PlainProducts() {}

    static void multiplyAdd(
            int rows,
            int depth,
            float[] a,
            int aOffset,
            int aRowStride,
            int aStep,
            float[] b,
            int bOffset,
            int bStep,
            int columns,
            float[] c,
            int cOffset,
            int cRowStride) {
        PlainProducts tiles = TILES.get();
        for (int column = 0; column < columns; column += COLUMNS) {
            int width = Math.min(COLUMNS, columns - column);
            for (int k = 0; k < depth; k += DEPTH) {
                int steps = Math.min(DEPTH, depth - k);
                tiles.searchAfter((long) rows * steps * width);
                for (int i = 0; i < steps; i++) {
                    System.arraycopy(b, bOffset + (k + i) * bStep + column, tiles.tile[i], tiles.first, width);
                }
                tiles.multiplyAdd(
                        rows, steps, width, a, aOffset + k * aStep, aRowStride, aStep, c, cOffset + column, cRowStride);
            }
        }
    }

    /** Searches now and then: the collector may have moved the rows. What they hold is lost. */
    private void searchAfter(long products) {
        productsSinceSearch += products;
        if (productsSinceSearch >= SEARCH_INTERVAL) {
            productsSinceSearch = 0;
            first = LineSearch.fastest(System::nanoTime, this::computeFrom);
        }
    }

    private void computeFrom(int column) {
        int end = column + SEARCH_COLUMNS;
        addWide(
                column - 1,
                end,
                tile[SUMS],
                tile[SUMS + 1],
                tile[SUMS + 2],
                tile[SUMS + 3],
                tile[0],
                tile[1],
                tile[ZEROS],
                0,
                0,
                0,
                0,
                0);
    }

    private void multiplyAdd(
            int rows,
            int depth,
            int columns,
            float[] a,
            int aOffset,
            int aRowStride,
            int aStep,
            float[] c,
            int cOffset,
            int cRowStride) {
        int together = columns < WIDE ? NARROW_ROWS : ROWS;
        int from = first - 1;
        int end = first + columns;
        for (int row = 0; row < rows; row += together) {
            int used = Math.min(together, rows - row);
            for (int r = 0; r < used; r++) {
                Arrays.fill(tile[SUMS + r], from, end, 0);
            }
            // Where fewer rows are left the others repeat the last one; their sums are dropped.
            int a0 = aOffset + row * aRowStride;
            int a1 = used > 1 ? a0 + aRowStride : a0;
            int a2 = used > 2 ? a1 + aRowStride : a1;
            int a3 = used > 3 ? a2 + aRowStride : a2;
            for (int k = 0; k < depth; k += STEPS) {
                int i = k * aStep;
                // An odd step is joined by one of zeros.
                boolean both = k + 1 < depth;
                int next = both ? aStep : 0;
                float[] b1 = both ? tile[k + 1] : tile[ZEROS];
                if (columns < WIDE) {
                    addNarrow(
                            from,
                            end,
                            tile[SUMS],
                            tile[SUMS + 1],
                            tile[SUMS + 2],
                            tile[k],
                            b1,
                            a,
                            a0 + i,
                            a1 + i,
                            a2 + i,
                            next);
                } else {
                    addWide(
                            from,
                            end,
                            tile[SUMS],
                            tile[SUMS + 1],
                            tile[SUMS + 2],
                            tile[SUMS + 3],
                            tile[k],
                            b1,
                            a,
                            a0 + i,
                            a1 + i,
                            a2 + i,
                            a3 + i,
                            next);
                }
            }
            for (int r = 0; r < used; r++) {
                int to = cOffset + (row + r) * cRowStride;
                System.arraycopy(c, to, tile[TOTAL], first, columns);
                addTo(from, end, tile[TOTAL], tile[SUMS + r]);
                System.arraycopy(tile[TOTAL], first, c, to, columns);
            }
        }
    }

    private static void addTo(int from, int end, float[] total, float[] sum) {
        for (int j = from; j < end; j++) {
            total[j] += sum[j];
        }
    }

    private static void addWide(
            int from,
            int end,
            float[] sum0,
            float[] sum1,
            float[] sum2,
            float[] sum3,
            float[] b0,
            float[] b1,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            int aStep) {
        float a00 = a[a0];
        float a01 = a[a0 + aStep];
        float a10 = a[a1];
        float a11 = a[a1 + aStep];
        float a20 = a[a2];
        float a21 = a[a2 + aStep];
        float a30 = a[a3];
        float a31 = a[a3 + aStep];
        for (int j = from; j < end; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            sum0[j] = Math.fma(a01, x1, Math.fma(a00, x0, sum0[j]));
            sum1[j] = Math.fma(a11, x1, Math.fma(a10, x0, sum1[j]));
            sum2[j] = Math.fma(a21, x1, Math.fma(a20, x0, sum2[j]));
            sum3[j] = Math.fma(a31, x1, Math.fma(a30, x0, sum3[j]));
        }
    }

    private static void addNarrow(
            int from,
            int end,
            float[] sum0,
            float[] sum1,
            float[] sum2,
            float[] b0,
            float[] b1,
            float[] a,
            int a0,
            int a1,
            int a2,
            int aStep) {
        float a00 = a[a0];
        float a01 = a[a0 + aStep];
        float a10 = a[a1];
        float a11 = a[a1 + aStep];
        float a20 = a[a2];
        float a21 = a[a2 + aStep];
        for (int j = from; j < end; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            sum0[j] = Math.fma(a01, x1, Math.fma(a00, x0, sum0[j]));
            sum1[j] = Math.fma(a11, x1, Math.fma(a10, x0, sum1[j]));
            sum2[j] = Math.fma(a21, x1, Math.fma(a20, x0, sum2[j]));
        }
    }
}
