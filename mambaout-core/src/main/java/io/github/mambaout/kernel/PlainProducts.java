package io.github.mambaout.kernel;

import java.util.Arrays;

/**
 * The matrix product of {@link PlainKernels}, in a loop that the JIT compiler vectorises: over the columns, four rows by two
 * steps of the depth, so that eight multiply-adds share ten loads and stores. Compilers only vectorise it if each row is an array
 * of its own, indexed by the loop variable alone; so rows are copied first, those of B once per tile.
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

    /**
     * Columns that are computed at a time. Some 16 of them are computed one by one before and after the vectors, so a loop should be
     * long; but four rows of sums and two of B should stay in the first-level cache.
     */
    static final int COLUMNS = 512;

    private static final ThreadLocal<PlainProducts> TILES = ThreadLocal.withInitial(PlainProducts::new);

    private final float[][] bRows = PlainRows.of(DEPTH, COLUMNS);
    private final float[][] sums = PlainRows.of(ROWS, COLUMNS);
    private final float[] total = PlainRows.of(COLUMNS);
    private final float[] zeros = PlainRows.of(COLUMNS);

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
                for (int i = 0; i < steps; i++) {
                    System.arraycopy(b, bOffset + (k + i) * bStep + column, tiles.bRows[i], 0, width);
                }
                tiles.multiplyAdd(
                        rows, steps, width, a, aOffset + k * aStep, aRowStride, aStep, c, cOffset + column, cRowStride);
            }
        }
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
        for (int row = 0; row < rows; row += together) {
            int used = Math.min(together, rows - row);
            for (int r = 0; r < used; r++) {
                Arrays.fill(sums[r], 0, columns, 0);
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
                float[] b1 = both ? bRows[k + 1] : zeros;
                if (columns < WIDE) {
                    addNarrow(columns, sums[0], sums[1], sums[2], bRows[k], b1, a, a0 + i, a1 + i, a2 + i, next);
                } else {
                    addWide(
                            columns, sums[0], sums[1], sums[2], sums[3], bRows[k], b1, a, a0 + i, a1 + i, a2 + i,
                            a3 + i, next);
                }
            }
            for (int r = 0; r < used; r++) {
                int to = cOffset + (row + r) * cRowStride;
                System.arraycopy(c, to, total, 0, columns);
                addTo(columns, total, sums[r]);
                System.arraycopy(total, 0, c, to, columns);
            }
        }
    }

    private static void addTo(int columns, float[] total, float[] sum) {
        for (int j = 0; j < columns; j++) {
            total[j] += sum[j];
        }
    }

    private static void addWide(
            int columns,
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
        for (int j = 0; j < columns; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            sum0[j] = Math.fma(a01, x1, Math.fma(a00, x0, sum0[j]));
            sum1[j] = Math.fma(a11, x1, Math.fma(a10, x0, sum1[j]));
            sum2[j] = Math.fma(a21, x1, Math.fma(a20, x0, sum2[j]));
            sum3[j] = Math.fma(a31, x1, Math.fma(a30, x0, sum3[j]));
        }
    }

    private static void addNarrow(
            int columns,
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
        for (int j = 0; j < columns; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            sum0[j] = Math.fma(a01, x1, Math.fma(a00, x0, sum0[j]));
            sum1[j] = Math.fma(a11, x1, Math.fma(a10, x0, sum1[j]));
            sum2[j] = Math.fma(a21, x1, Math.fma(a20, x0, sum2[j]));
        }
    }
}
