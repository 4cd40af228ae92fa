package io.github.mambaout.kernel;

import java.util.Arrays;

/**
 * The matrix product of {@link PlainKernels}, in a loop that the JIT compiler vectorises: over the columns, three rows by three
 * steps of the depth, so that nine multiply-adds share six loaded rows. Compilers only vectorise it if each row is an array of
 * its own and the loop is no longer than this (a fourth row or step makes it five times slower on JDK 17); so rows are
 * copied first, those of B once per tile.
 */
final class PlainProducts {
    private static final int ROWS = 3;
    private static final int STEPS = 3;

    /**
     * Products that are summed before the result is added to C, and rows of B that are copied at a time. One long sum loses
     * twice as much to rounding as short ones that are added up; of 512 columns they fill 126 KB.
     */
    private static final int DEPTH = 63;

    /** Columns that are computed at a time, so that the sums of three rows stay in the first-level cache. */
    static final int COLUMNS = 512;

    private static final ThreadLocal<PlainProducts> TILES = ThreadLocal.withInitial(PlainProducts::new);

    private final float[][] bRows = new float[DEPTH][COLUMNS];
    private final float[][] sums = new float[ROWS][COLUMNS];
    private final float[] total = new float[COLUMNS];

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
        for (int row = 0; row < rows; row += ROWS) {
            int used = Math.min(ROWS, rows - row);
            for (int r = 0; r < used; r++) {
                Arrays.fill(sums[r], 0, columns, 0);
            }
            // Where fewer than three rows are left the others repeat the last one; their sums are dropped.
            int a0 = aOffset + row * aRowStride;
            int a1 = used > 1 ? a0 + aRowStride : a0;
            int a2 = used > 2 ? a1 + aRowStride : a1;
            for (int k = 0; k < depth; k += STEPS) {
                int steps = Math.min(STEPS, depth - k);
                int i = k * aStep;
                addSteps(steps, columns, sums[0], sums[1], sums[2], bRows, k, a, a0 + i, a1 + i, a2 + i, aStep);
            }
            for (int r = 0; r < used; r++) {
                System.arraycopy(c, cOffset + (row + r) * cRowStride, total, 0, columns);
                addTo(columns, total, sums[r]);
                System.arraycopy(total, 0, c, cOffset + (row + r) * cRowStride, columns);
            }
        }
    }

    private static void addTo(int columns, float[] total, float[] sum) {
        for (int j = 0; j < columns; j++) {
            total[j] += sum[j];
        }
    }

    /**
     * One, two or three steps of the depth for three rows. All three loops stand in one method so that it is longer than what
     * compilers inline (325 bytes of code): inlined into its caller JDK 17 does not vectorise them.
     */
    private static void addSteps(
            int steps,
            int columns,
            float[] sum0,
            float[] sum1,
            float[] sum2,
            float[][] bRows,
            int k,
            float[] a,
            int a0,
            int a1,
            int a2,
            int aStep) {
        float a00 = a[a0];
        float a10 = a[a1];
        float a20 = a[a2];
        float[] b0 = bRows[k];
        if (steps == STEPS) {
            float a01 = a[a0 + aStep];
            float a11 = a[a1 + aStep];
            float a21 = a[a2 + aStep];
            float a02 = a[a0 + 2 * aStep];
            float a12 = a[a1 + 2 * aStep];
            float a22 = a[a2 + 2 * aStep];
            float[] b1 = bRows[k + 1];
            float[] b2 = bRows[k + 2];
            for (int j = 0; j < columns; j++) {
                float x0 = b0[j];
                float x1 = b1[j];
                float x2 = b2[j];
                sum0[j] = Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, sum0[j])));
                sum1[j] = Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, sum1[j])));
                sum2[j] = Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, sum2[j])));
            }
        } else if (steps == 2) {
            float a01 = a[a0 + aStep];
            float a11 = a[a1 + aStep];
            float a21 = a[a2 + aStep];
            float[] b1 = bRows[k + 1];
            for (int j = 0; j < columns; j++) {
                float x0 = b0[j];
                float x1 = b1[j];
                sum0[j] = Math.fma(a01, x1, Math.fma(a00, x0, sum0[j]));
                sum1[j] = Math.fma(a11, x1, Math.fma(a10, x0, sum1[j]));
                sum2[j] = Math.fma(a21, x1, Math.fma(a20, x0, sum2[j]));
            }
        } else {
            for (int j = 0; j < columns; j++) {
                float x = b0[j];
                sum0[j] = Math.fma(a00, x, sum0[j]);
                sum1[j] = Math.fma(a10, x, sum1[j]);
                sum2[j] = Math.fma(a20, x, sum2[j]);
            }
        }
    }
}
