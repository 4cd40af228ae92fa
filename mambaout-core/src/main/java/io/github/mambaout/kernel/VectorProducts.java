package io.github.mambaout.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The matrix product of {@link VectorKernels}. A kernel holds the sums of four rows by up to six vectors of columns in
 * registers: 24 of 32, the rest for six vectors of B and one value of A. So ten loads serve 24 multiply-adds. A panel of B,
 * six vectors wide, is read once per four rows and stays in the second-level cache; the four rows of A stay in the first.
 * With 16 registers it is three rows by three vectors.
 *
 * <p>What the JIT compiler asks for, each broken at a cost of a factor of three to twenty: one flat loop over the depth; only
 * calls of the Vector API inside; and a step of 1 in A, a constant (a variable one makes JDK 17 spill every sum when loops have
 * no safepoints, as under the parallel collector). That is why the kernels are spelt out, and why a transposed A is copied
 * first. The distance of B's rows may vary.
 */
final class VectorProducts {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    /** Vectors of a panel: 4 x 6 sums need 32 registers, which x86 has for its widest vectors only; 3 x 3 fit in 16. */
    static final int WIDEST = VectorWidth.HAS_32_REGISTERS ? 6 : 3;

    private static final int ROWS = 4;

    /**
     * Products that are summed at most before the result is added to C. Shorter runs lose less to rounding, but cost time for
     * entering and leaving the kernels; of longer ones six vectors of B would not stay in the first-level cache while the rows
     * pass by (docs/decisions, 005 and 008).
     */
    private static final int LONGEST_RUN = 96;

    private static final ThreadLocal<float[][]> TRANSPOSED = ThreadLocal.withInitial(() -> new float[1][0]);

    private VectorProducts() {}

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
        if (aStep == 1) {
            multiplyAddRows(rows, depth, a, aOffset, aRowStride, b, bOffset, bStep, columns, c, cOffset, cRowStride);
        } else {
            float[] copy = transposed(rows, depth, a, aOffset, aRowStride, aStep);
            multiplyAddRows(rows, depth, copy, 0, depth, b, bOffset, bStep, columns, c, cOffset, cRowStride);
        }
    }

    private static float[] transposed(int rows, int depth, float[] a, int aOffset, int aRowStride, int aStep) {
        float[][] holder = TRANSPOSED.get();
        if (holder[0].length < rows * depth) {
            holder[0] = new float[rows * depth];
        }
        float[] copy = holder[0];
        int r = 0;
        for (; r + 4 <= rows; r += 4) {
            transposeFour(depth, a, aOffset + r * aRowStride, aRowStride, aStep, copy, r * depth);
        }
        for (; r < rows; r++) {
            int from = aOffset + r * aRowStride;
            int to = r * depth;
            for (int k = 0; k < depth; k++) {
                copy[to + k] = a[from];
                from += aStep;
            }
        }
        return copy;
    }

    /** Four rows at a time, since they come from one line of cache. */
    private static void transposeFour(int depth, float[] a, int from, int aRowStride, int aStep, float[] copy, int to) {
        int to1 = to + depth;
        int to2 = to1 + depth;
        int to3 = to2 + depth;
        int i = from;
        for (int k = 0; k < depth; k++) {
            copy[to + k] = a[i];
            copy[to1 + k] = a[i + aRowStride];
            copy[to2 + k] = a[i + 2 * aRowStride];
            copy[to3 + k] = a[i + 3 * aRowStride];
            i += aStep;
        }
    }

    /** @return products of a run, such that all runs of a sum are about as long */
    private static int run(int depth) {
        int runs = Math.max(1, (depth + LONGEST_RUN - 1) / LONGEST_RUN);
        return (depth + runs - 1) / runs;
    }

    private static void multiplyAddRows(
            int rows,
            int depth,
            float[] a,
            int aOffset,
            int aRowStride,
            float[] b,
            int bOffset,
            int bStep,
            int columns,
            float[] c,
            int cOffset,
            int cRowStride) {
        int vectors = columns / LANES;
        int run = run(depth);
        for (int first = 0; first < vectors; ) {
            int width = PackedMatrix.panelVectors(vectors - first, WIDEST);
            int column = first * LANES;
            for (int k = 0; k < depth; k += run) {
                int steps = Math.min(run, depth - k);
                int bStart = bOffset + k * bStep + column;
                for (int row = 0; row < rows; ) {
                    int a0 = aOffset + row * aRowStride + k;
                    int a1 = row + 1 < rows ? a0 + aRowStride : a0;
                    int a2 = row + 2 < rows ? a1 + aRowStride : a1;
                    int c0 = cOffset + row * cRowStride + column;
                    int c1 = row + 1 < rows ? c0 + cRowStride : c0;
                    int c2 = row + 2 < rows ? c1 + cRowStride : c1;
                    if (hasThreeRows(width, bStep)) {
                        threeByThree(steps, a, a0, a1, a2, b, bStart, c, c0, c1, c2, LANES, c, c0, c1, c2, LANES);
                        row += 3;
                    } else {
                        int a3 = row + 3 < rows ? a2 + aRowStride : a2;
                        int c3 = row + 3 < rows ? c2 + cRowStride : c2;
                        tile(
                                width, steps, a, a0, a1, a2, a3, b, bStart, bStep, c, c0, c1, c2, c3, LANES, c, c0, c1,
                                c2, c3, LANES);
                        row += ROWS;
                    }
                }
            }
            first += width;
        }
    }

    /** {@link Kernels#multiplyAdd(int, int, float[], RowTable, int, int, float[], int, int, float[], RowTable, int, int, float[], RowTable, int, int)}. */
    static void multiplyAdd(
            int rows,
            int depth,
            float[] a,
            RowTable aRows,
            int aFirst,
            int aShift,
            float[] panel,
            int panelOffset,
            int columns,
            float[] from,
            RowTable fromRows,
            int fromFirst,
            int fromShift,
            float[] to,
            RowTable toRows,
            int toFirst,
            int toShift) {
        int width = columns / LANES;
        int run = run(depth);
        oneRun(
                rows,
                Math.min(run, depth),
                a,
                aRows,
                aFirst,
                aShift,
                panel,
                panelOffset,
                width,
                from,
                fromRows,
                fromFirst,
                fromShift,
                to,
                toRows,
                toFirst,
                toShift);
        for (int k = run; k < depth; k += run) {
            oneRun(
                    rows,
                    Math.min(run, depth - k),
                    a,
                    aRows,
                    aFirst,
                    aShift + k,
                    panel,
                    panelOffset + k * columns,
                    width,
                    to,
                    toRows,
                    toFirst,
                    toShift,
                    to,
                    toRows,
                    toFirst,
                    toShift);
        }
    }

    private static void oneRun(
            int rows,
            int depth,
            float[] a,
            RowTable aRows,
            int aFirst,
            int aShift,
            float[] panel,
            int panelOffset,
            int width,
            float[] from,
            RowTable fromRows,
            int fromFirst,
            int fromShift,
            float[] to,
            RowTable toRows,
            int toFirst,
            int toShift) {
        int fromStep = fromRows.vectorStep();
        int toStep = toRows.vectorStep();
        int last = rows - 1;
        for (int row = 0; row < rows; ) {
            int r1 = Math.min(last, row + 1);
            int r2 = Math.min(last, row + 2);
            int a0 = aRows.start(aFirst + row) + aShift;
            int a1 = aRows.start(aFirst + r1) + aShift;
            int a2 = aRows.start(aFirst + r2) + aShift;
            int f0 = fromRows.start(fromFirst + row) + fromShift;
            int f1 = fromRows.start(fromFirst + r1) + fromShift;
            int f2 = fromRows.start(fromFirst + r2) + fromShift;
            int t0 = toRows.start(toFirst + row) + toShift;
            int t1 = toRows.start(toFirst + r1) + toShift;
            int t2 = toRows.start(toFirst + r2) + toShift;
            if (hasThreeRows(width, width * LANES)) {
                threeByThree(
                        depth, a, a0, a1, a2, panel, panelOffset, from, f0, f1, f2, fromStep, to, t0, t1, t2, toStep);
                row += 3;
            } else {
                int r3 = Math.min(last, row + 3);
                tile(
                        width,
                        depth,
                        a,
                        a0,
                        a1,
                        a2,
                        aRows.start(aFirst + r3) + aShift,
                        panel,
                        panelOffset,
                        width * LANES,
                        from,
                        f0,
                        f1,
                        f2,
                        fromRows.start(fromFirst + r3) + fromShift,
                        fromStep,
                        to,
                        t0,
                        t1,
                        t2,
                        toRows.start(toFirst + r3) + toShift,
                        toStep);
                row += ROWS;
            }
        }
    }

    /** Whether tiles are computed by {@link #threeByThree}. */
    private static boolean hasThreeRows(int width, int bStep) {
        return !VectorWidth.HAS_32_REGISTERS && width == 3 && bStep == 3 * LANES;
    }

    /**
     * For 16 registers: nine sums, three vectors of B and up to three values of A fit in whatever order the compilers load them. Of
     * 4 x 3 sums they spill one, in every JVM 25 and in some JVMs 17, and the next step then waits until it is back from memory. With
     * a constant distance of B's rows no index is checked in the loop, and a loop that is known to be short has no safepoint.
     *
     * @param depth at most {@link #LONGEST_RUN}
     * @param panel three vectors of B beside one another, step behind step
     */
    private static void threeByThree(
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            float[] panel,
            int panelOffset,
            float[] from,
            int f0,
            int f1,
            int f2,
            int fromStep,
            float[] to,
            int t0,
            int t1,
            int t2,
            int toStep) {
        FloatVector sum00 = FloatVector.zero(SPECIES);
        FloatVector sum01 = FloatVector.zero(SPECIES);
        FloatVector sum02 = FloatVector.zero(SPECIES);
        FloatVector sum10 = FloatVector.zero(SPECIES);
        FloatVector sum11 = FloatVector.zero(SPECIES);
        FloatVector sum12 = FloatVector.zero(SPECIES);
        FloatVector sum20 = FloatVector.zero(SPECIES);
        FloatVector sum21 = FloatVector.zero(SPECIES);
        FloatVector sum22 = FloatVector.zero(SPECIES);
        int steps = Math.min(depth, LONGEST_RUN);
        int p = panelOffset;
        for (int k = 0; k < steps; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, panel, p);
            FloatVector b1 = FloatVector.fromArray(SPECIES, panel, p + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, panel, p + 2 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
            sum00 = x0.fma(b0, sum00);
            sum01 = x0.fma(b1, sum01);
            sum02 = x0.fma(b2, sum02);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
            sum10 = x1.fma(b0, sum10);
            sum11 = x1.fma(b1, sum11);
            sum12 = x1.fma(b2, sum12);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
            sum20 = x2.fma(b0, sum20);
            sum21 = x2.fma(b1, sum21);
            sum22 = x2.fma(b2, sum22);
            p += 3 * LANES;
        }
        sum00.add(FloatVector.fromArray(SPECIES, from, f0)).intoArray(to, t0);
        sum01.add(FloatVector.fromArray(SPECIES, from, f0 + fromStep)).intoArray(to, t0 + toStep);
        sum02.add(FloatVector.fromArray(SPECIES, from, f0 + 2 * fromStep)).intoArray(to, t0 + 2 * toStep);
        if (t1 != t0) {
            sum10.add(FloatVector.fromArray(SPECIES, from, f1)).intoArray(to, t1);
            sum11.add(FloatVector.fromArray(SPECIES, from, f1 + fromStep)).intoArray(to, t1 + toStep);
            sum12.add(FloatVector.fromArray(SPECIES, from, f1 + 2 * fromStep)).intoArray(to, t1 + 2 * toStep);
        }
        if (t2 != t1) {
            sum20.add(FloatVector.fromArray(SPECIES, from, f2)).intoArray(to, t2);
            sum21.add(FloatVector.fromArray(SPECIES, from, f2 + fromStep)).intoArray(to, t2 + toStep);
            sum22.add(FloatVector.fromArray(SPECIES, from, f2 + 2 * fromStep)).intoArray(to, t2 + 2 * toStep);
        }
    }

    /** A tile of fewer than four rows computes its last one more than once and stores it once. */
    private static void tile(
            int width,
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] b,
            int bOffset,
            int bStep,
            float[] from,
            int f0,
            int f1,
            int f2,
            int f3,
            int fromStep,
            float[] to,
            int t0,
            int t1,
            int t2,
            int t3,
            int toStep) {
        if (t1 == t0 && width == 6) {
            oneBySix(depth, a, a0, b, bOffset, bStep, from, f0, fromStep, to, t0, toStep);
            return;
        }
        switch (width) {
            case 6 ->
                fourBySix(
                        depth, a, a0, a1, a2, a3, b, bOffset, bStep, from, f0, f1, f2, f3, fromStep, to, t0, t1, t2, t3,
                        toStep);
            case 5 ->
                fourByFive(
                        depth, a, a0, a1, a2, a3, b, bOffset, bStep, from, f0, f1, f2, f3, fromStep, to, t0, t1, t2, t3,
                        toStep);
            case 4 ->
                fourByFour(
                        depth, a, a0, a1, a2, a3, b, bOffset, bStep, from, f0, f1, f2, f3, fromStep, to, t0, t1, t2, t3,
                        toStep);
            case 3 ->
                fourByThree(
                        depth, a, a0, a1, a2, a3, b, bOffset, bStep, from, f0, f1, f2, f3, fromStep, to, t0, t1, t2, t3,
                        toStep);
            case 2 ->
                fourByTwo(
                        depth, a, a0, a1, a2, a3, b, bOffset, bStep, from, f0, f1, f2, f3, fromStep, to, t0, t1, t2, t3,
                        toStep);
            default ->
                fourByOne(
                        depth, a, a0, a1, a2, a3, b, bOffset, bStep, from, f0, f1, f2, f3, fromStep, to, t0, t1, t2, t3,
                        toStep);
        }
    }

    private static void fourBySix(
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] b,
            int bOffset,
            int bStep,
            float[] from,
            int f0,
            int f1,
            int f2,
            int f3,
            int fromStep,
            float[] to,
            int t0,
            int t1,
            int t2,
            int t3,
            int toStep) {
        FloatVector sum00 = FloatVector.zero(SPECIES);
        FloatVector sum01 = FloatVector.zero(SPECIES);
        FloatVector sum02 = FloatVector.zero(SPECIES);
        FloatVector sum03 = FloatVector.zero(SPECIES);
        FloatVector sum04 = FloatVector.zero(SPECIES);
        FloatVector sum05 = FloatVector.zero(SPECIES);
        FloatVector sum10 = FloatVector.zero(SPECIES);
        FloatVector sum11 = FloatVector.zero(SPECIES);
        FloatVector sum12 = FloatVector.zero(SPECIES);
        FloatVector sum13 = FloatVector.zero(SPECIES);
        FloatVector sum14 = FloatVector.zero(SPECIES);
        FloatVector sum15 = FloatVector.zero(SPECIES);
        FloatVector sum20 = FloatVector.zero(SPECIES);
        FloatVector sum21 = FloatVector.zero(SPECIES);
        FloatVector sum22 = FloatVector.zero(SPECIES);
        FloatVector sum23 = FloatVector.zero(SPECIES);
        FloatVector sum24 = FloatVector.zero(SPECIES);
        FloatVector sum25 = FloatVector.zero(SPECIES);
        FloatVector sum30 = FloatVector.zero(SPECIES);
        FloatVector sum31 = FloatVector.zero(SPECIES);
        FloatVector sum32 = FloatVector.zero(SPECIES);
        FloatVector sum33 = FloatVector.zero(SPECIES);
        FloatVector sum34 = FloatVector.zero(SPECIES);
        FloatVector sum35 = FloatVector.zero(SPECIES);
        int p = bOffset;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, p + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, p + 3 * LANES);
            FloatVector b4 = FloatVector.fromArray(SPECIES, b, p + 4 * LANES);
            FloatVector b5 = FloatVector.fromArray(SPECIES, b, p + 5 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
            sum00 = x0.fma(b0, sum00);
            sum01 = x0.fma(b1, sum01);
            sum02 = x0.fma(b2, sum02);
            sum03 = x0.fma(b3, sum03);
            sum04 = x0.fma(b4, sum04);
            sum05 = x0.fma(b5, sum05);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
            sum10 = x1.fma(b0, sum10);
            sum11 = x1.fma(b1, sum11);
            sum12 = x1.fma(b2, sum12);
            sum13 = x1.fma(b3, sum13);
            sum14 = x1.fma(b4, sum14);
            sum15 = x1.fma(b5, sum15);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
            sum20 = x2.fma(b0, sum20);
            sum21 = x2.fma(b1, sum21);
            sum22 = x2.fma(b2, sum22);
            sum23 = x2.fma(b3, sum23);
            sum24 = x2.fma(b4, sum24);
            sum25 = x2.fma(b5, sum25);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
            sum30 = x3.fma(b0, sum30);
            sum31 = x3.fma(b1, sum31);
            sum32 = x3.fma(b2, sum32);
            sum33 = x3.fma(b3, sum33);
            sum34 = x3.fma(b4, sum34);
            sum35 = x3.fma(b5, sum35);
            p += bStep;
        }
        sum00.add(FloatVector.fromArray(SPECIES, from, f0)).intoArray(to, t0);
        sum01.add(FloatVector.fromArray(SPECIES, from, f0 + fromStep)).intoArray(to, t0 + toStep);
        sum02.add(FloatVector.fromArray(SPECIES, from, f0 + 2 * fromStep)).intoArray(to, t0 + 2 * toStep);
        sum03.add(FloatVector.fromArray(SPECIES, from, f0 + 3 * fromStep)).intoArray(to, t0 + 3 * toStep);
        sum04.add(FloatVector.fromArray(SPECIES, from, f0 + 4 * fromStep)).intoArray(to, t0 + 4 * toStep);
        sum05.add(FloatVector.fromArray(SPECIES, from, f0 + 5 * fromStep)).intoArray(to, t0 + 5 * toStep);
        if (t1 != t0) {
            sum10.add(FloatVector.fromArray(SPECIES, from, f1)).intoArray(to, t1);
            sum11.add(FloatVector.fromArray(SPECIES, from, f1 + fromStep)).intoArray(to, t1 + toStep);
            sum12.add(FloatVector.fromArray(SPECIES, from, f1 + 2 * fromStep)).intoArray(to, t1 + 2 * toStep);
            sum13.add(FloatVector.fromArray(SPECIES, from, f1 + 3 * fromStep)).intoArray(to, t1 + 3 * toStep);
            sum14.add(FloatVector.fromArray(SPECIES, from, f1 + 4 * fromStep)).intoArray(to, t1 + 4 * toStep);
            sum15.add(FloatVector.fromArray(SPECIES, from, f1 + 5 * fromStep)).intoArray(to, t1 + 5 * toStep);
        }
        if (t2 != t1) {
            sum20.add(FloatVector.fromArray(SPECIES, from, f2)).intoArray(to, t2);
            sum21.add(FloatVector.fromArray(SPECIES, from, f2 + fromStep)).intoArray(to, t2 + toStep);
            sum22.add(FloatVector.fromArray(SPECIES, from, f2 + 2 * fromStep)).intoArray(to, t2 + 2 * toStep);
            sum23.add(FloatVector.fromArray(SPECIES, from, f2 + 3 * fromStep)).intoArray(to, t2 + 3 * toStep);
            sum24.add(FloatVector.fromArray(SPECIES, from, f2 + 4 * fromStep)).intoArray(to, t2 + 4 * toStep);
            sum25.add(FloatVector.fromArray(SPECIES, from, f2 + 5 * fromStep)).intoArray(to, t2 + 5 * toStep);
        }
        if (t3 != t2) {
            sum30.add(FloatVector.fromArray(SPECIES, from, f3)).intoArray(to, t3);
            sum31.add(FloatVector.fromArray(SPECIES, from, f3 + fromStep)).intoArray(to, t3 + toStep);
            sum32.add(FloatVector.fromArray(SPECIES, from, f3 + 2 * fromStep)).intoArray(to, t3 + 2 * toStep);
            sum33.add(FloatVector.fromArray(SPECIES, from, f3 + 3 * fromStep)).intoArray(to, t3 + 3 * toStep);
            sum34.add(FloatVector.fromArray(SPECIES, from, f3 + 4 * fromStep)).intoArray(to, t3 + 4 * toStep);
            sum35.add(FloatVector.fromArray(SPECIES, from, f3 + 5 * fromStep)).intoArray(to, t3 + 5 * toStep);
        }
    }

    private static void fourByFive(
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] b,
            int bOffset,
            int bStep,
            float[] from,
            int f0,
            int f1,
            int f2,
            int f3,
            int fromStep,
            float[] to,
            int t0,
            int t1,
            int t2,
            int t3,
            int toStep) {
        FloatVector sum00 = FloatVector.zero(SPECIES);
        FloatVector sum01 = FloatVector.zero(SPECIES);
        FloatVector sum02 = FloatVector.zero(SPECIES);
        FloatVector sum03 = FloatVector.zero(SPECIES);
        FloatVector sum04 = FloatVector.zero(SPECIES);
        FloatVector sum10 = FloatVector.zero(SPECIES);
        FloatVector sum11 = FloatVector.zero(SPECIES);
        FloatVector sum12 = FloatVector.zero(SPECIES);
        FloatVector sum13 = FloatVector.zero(SPECIES);
        FloatVector sum14 = FloatVector.zero(SPECIES);
        FloatVector sum20 = FloatVector.zero(SPECIES);
        FloatVector sum21 = FloatVector.zero(SPECIES);
        FloatVector sum22 = FloatVector.zero(SPECIES);
        FloatVector sum23 = FloatVector.zero(SPECIES);
        FloatVector sum24 = FloatVector.zero(SPECIES);
        FloatVector sum30 = FloatVector.zero(SPECIES);
        FloatVector sum31 = FloatVector.zero(SPECIES);
        FloatVector sum32 = FloatVector.zero(SPECIES);
        FloatVector sum33 = FloatVector.zero(SPECIES);
        FloatVector sum34 = FloatVector.zero(SPECIES);
        int p = bOffset;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, p + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, p + 3 * LANES);
            FloatVector b4 = FloatVector.fromArray(SPECIES, b, p + 4 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
            sum00 = x0.fma(b0, sum00);
            sum01 = x0.fma(b1, sum01);
            sum02 = x0.fma(b2, sum02);
            sum03 = x0.fma(b3, sum03);
            sum04 = x0.fma(b4, sum04);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
            sum10 = x1.fma(b0, sum10);
            sum11 = x1.fma(b1, sum11);
            sum12 = x1.fma(b2, sum12);
            sum13 = x1.fma(b3, sum13);
            sum14 = x1.fma(b4, sum14);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
            sum20 = x2.fma(b0, sum20);
            sum21 = x2.fma(b1, sum21);
            sum22 = x2.fma(b2, sum22);
            sum23 = x2.fma(b3, sum23);
            sum24 = x2.fma(b4, sum24);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
            sum30 = x3.fma(b0, sum30);
            sum31 = x3.fma(b1, sum31);
            sum32 = x3.fma(b2, sum32);
            sum33 = x3.fma(b3, sum33);
            sum34 = x3.fma(b4, sum34);
            p += bStep;
        }
        sum00.add(FloatVector.fromArray(SPECIES, from, f0)).intoArray(to, t0);
        sum01.add(FloatVector.fromArray(SPECIES, from, f0 + fromStep)).intoArray(to, t0 + toStep);
        sum02.add(FloatVector.fromArray(SPECIES, from, f0 + 2 * fromStep)).intoArray(to, t0 + 2 * toStep);
        sum03.add(FloatVector.fromArray(SPECIES, from, f0 + 3 * fromStep)).intoArray(to, t0 + 3 * toStep);
        sum04.add(FloatVector.fromArray(SPECIES, from, f0 + 4 * fromStep)).intoArray(to, t0 + 4 * toStep);
        if (t1 != t0) {
            sum10.add(FloatVector.fromArray(SPECIES, from, f1)).intoArray(to, t1);
            sum11.add(FloatVector.fromArray(SPECIES, from, f1 + fromStep)).intoArray(to, t1 + toStep);
            sum12.add(FloatVector.fromArray(SPECIES, from, f1 + 2 * fromStep)).intoArray(to, t1 + 2 * toStep);
            sum13.add(FloatVector.fromArray(SPECIES, from, f1 + 3 * fromStep)).intoArray(to, t1 + 3 * toStep);
            sum14.add(FloatVector.fromArray(SPECIES, from, f1 + 4 * fromStep)).intoArray(to, t1 + 4 * toStep);
        }
        if (t2 != t1) {
            sum20.add(FloatVector.fromArray(SPECIES, from, f2)).intoArray(to, t2);
            sum21.add(FloatVector.fromArray(SPECIES, from, f2 + fromStep)).intoArray(to, t2 + toStep);
            sum22.add(FloatVector.fromArray(SPECIES, from, f2 + 2 * fromStep)).intoArray(to, t2 + 2 * toStep);
            sum23.add(FloatVector.fromArray(SPECIES, from, f2 + 3 * fromStep)).intoArray(to, t2 + 3 * toStep);
            sum24.add(FloatVector.fromArray(SPECIES, from, f2 + 4 * fromStep)).intoArray(to, t2 + 4 * toStep);
        }
        if (t3 != t2) {
            sum30.add(FloatVector.fromArray(SPECIES, from, f3)).intoArray(to, t3);
            sum31.add(FloatVector.fromArray(SPECIES, from, f3 + fromStep)).intoArray(to, t3 + toStep);
            sum32.add(FloatVector.fromArray(SPECIES, from, f3 + 2 * fromStep)).intoArray(to, t3 + 2 * toStep);
            sum33.add(FloatVector.fromArray(SPECIES, from, f3 + 3 * fromStep)).intoArray(to, t3 + 3 * toStep);
            sum34.add(FloatVector.fromArray(SPECIES, from, f3 + 4 * fromStep)).intoArray(to, t3 + 4 * toStep);
        }
    }

    private static void fourByFour(
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] b,
            int bOffset,
            int bStep,
            float[] from,
            int f0,
            int f1,
            int f2,
            int f3,
            int fromStep,
            float[] to,
            int t0,
            int t1,
            int t2,
            int t3,
            int toStep) {
        FloatVector sum00 = FloatVector.zero(SPECIES);
        FloatVector sum01 = FloatVector.zero(SPECIES);
        FloatVector sum02 = FloatVector.zero(SPECIES);
        FloatVector sum03 = FloatVector.zero(SPECIES);
        FloatVector sum10 = FloatVector.zero(SPECIES);
        FloatVector sum11 = FloatVector.zero(SPECIES);
        FloatVector sum12 = FloatVector.zero(SPECIES);
        FloatVector sum13 = FloatVector.zero(SPECIES);
        FloatVector sum20 = FloatVector.zero(SPECIES);
        FloatVector sum21 = FloatVector.zero(SPECIES);
        FloatVector sum22 = FloatVector.zero(SPECIES);
        FloatVector sum23 = FloatVector.zero(SPECIES);
        FloatVector sum30 = FloatVector.zero(SPECIES);
        FloatVector sum31 = FloatVector.zero(SPECIES);
        FloatVector sum32 = FloatVector.zero(SPECIES);
        FloatVector sum33 = FloatVector.zero(SPECIES);
        int p = bOffset;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, p + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, p + 3 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
            sum00 = x0.fma(b0, sum00);
            sum01 = x0.fma(b1, sum01);
            sum02 = x0.fma(b2, sum02);
            sum03 = x0.fma(b3, sum03);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
            sum10 = x1.fma(b0, sum10);
            sum11 = x1.fma(b1, sum11);
            sum12 = x1.fma(b2, sum12);
            sum13 = x1.fma(b3, sum13);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
            sum20 = x2.fma(b0, sum20);
            sum21 = x2.fma(b1, sum21);
            sum22 = x2.fma(b2, sum22);
            sum23 = x2.fma(b3, sum23);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
            sum30 = x3.fma(b0, sum30);
            sum31 = x3.fma(b1, sum31);
            sum32 = x3.fma(b2, sum32);
            sum33 = x3.fma(b3, sum33);
            p += bStep;
        }
        sum00.add(FloatVector.fromArray(SPECIES, from, f0)).intoArray(to, t0);
        sum01.add(FloatVector.fromArray(SPECIES, from, f0 + fromStep)).intoArray(to, t0 + toStep);
        sum02.add(FloatVector.fromArray(SPECIES, from, f0 + 2 * fromStep)).intoArray(to, t0 + 2 * toStep);
        sum03.add(FloatVector.fromArray(SPECIES, from, f0 + 3 * fromStep)).intoArray(to, t0 + 3 * toStep);
        if (t1 != t0) {
            sum10.add(FloatVector.fromArray(SPECIES, from, f1)).intoArray(to, t1);
            sum11.add(FloatVector.fromArray(SPECIES, from, f1 + fromStep)).intoArray(to, t1 + toStep);
            sum12.add(FloatVector.fromArray(SPECIES, from, f1 + 2 * fromStep)).intoArray(to, t1 + 2 * toStep);
            sum13.add(FloatVector.fromArray(SPECIES, from, f1 + 3 * fromStep)).intoArray(to, t1 + 3 * toStep);
        }
        if (t2 != t1) {
            sum20.add(FloatVector.fromArray(SPECIES, from, f2)).intoArray(to, t2);
            sum21.add(FloatVector.fromArray(SPECIES, from, f2 + fromStep)).intoArray(to, t2 + toStep);
            sum22.add(FloatVector.fromArray(SPECIES, from, f2 + 2 * fromStep)).intoArray(to, t2 + 2 * toStep);
            sum23.add(FloatVector.fromArray(SPECIES, from, f2 + 3 * fromStep)).intoArray(to, t2 + 3 * toStep);
        }
        if (t3 != t2) {
            sum30.add(FloatVector.fromArray(SPECIES, from, f3)).intoArray(to, t3);
            sum31.add(FloatVector.fromArray(SPECIES, from, f3 + fromStep)).intoArray(to, t3 + toStep);
            sum32.add(FloatVector.fromArray(SPECIES, from, f3 + 2 * fromStep)).intoArray(to, t3 + 2 * toStep);
            sum33.add(FloatVector.fromArray(SPECIES, from, f3 + 3 * fromStep)).intoArray(to, t3 + 3 * toStep);
        }
    }

    private static void fourByThree(
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] b,
            int bOffset,
            int bStep,
            float[] from,
            int f0,
            int f1,
            int f2,
            int f3,
            int fromStep,
            float[] to,
            int t0,
            int t1,
            int t2,
            int t3,
            int toStep) {
        FloatVector sum00 = FloatVector.zero(SPECIES);
        FloatVector sum01 = FloatVector.zero(SPECIES);
        FloatVector sum02 = FloatVector.zero(SPECIES);
        FloatVector sum10 = FloatVector.zero(SPECIES);
        FloatVector sum11 = FloatVector.zero(SPECIES);
        FloatVector sum12 = FloatVector.zero(SPECIES);
        FloatVector sum20 = FloatVector.zero(SPECIES);
        FloatVector sum21 = FloatVector.zero(SPECIES);
        FloatVector sum22 = FloatVector.zero(SPECIES);
        FloatVector sum30 = FloatVector.zero(SPECIES);
        FloatVector sum31 = FloatVector.zero(SPECIES);
        FloatVector sum32 = FloatVector.zero(SPECIES);
        int p = bOffset;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, p + 2 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
            sum00 = x0.fma(b0, sum00);
            sum01 = x0.fma(b1, sum01);
            sum02 = x0.fma(b2, sum02);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
            sum10 = x1.fma(b0, sum10);
            sum11 = x1.fma(b1, sum11);
            sum12 = x1.fma(b2, sum12);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
            sum20 = x2.fma(b0, sum20);
            sum21 = x2.fma(b1, sum21);
            sum22 = x2.fma(b2, sum22);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
            sum30 = x3.fma(b0, sum30);
            sum31 = x3.fma(b1, sum31);
            sum32 = x3.fma(b2, sum32);
            p += bStep;
        }
        sum00.add(FloatVector.fromArray(SPECIES, from, f0)).intoArray(to, t0);
        sum01.add(FloatVector.fromArray(SPECIES, from, f0 + fromStep)).intoArray(to, t0 + toStep);
        sum02.add(FloatVector.fromArray(SPECIES, from, f0 + 2 * fromStep)).intoArray(to, t0 + 2 * toStep);
        if (t1 != t0) {
            sum10.add(FloatVector.fromArray(SPECIES, from, f1)).intoArray(to, t1);
            sum11.add(FloatVector.fromArray(SPECIES, from, f1 + fromStep)).intoArray(to, t1 + toStep);
            sum12.add(FloatVector.fromArray(SPECIES, from, f1 + 2 * fromStep)).intoArray(to, t1 + 2 * toStep);
        }
        if (t2 != t1) {
            sum20.add(FloatVector.fromArray(SPECIES, from, f2)).intoArray(to, t2);
            sum21.add(FloatVector.fromArray(SPECIES, from, f2 + fromStep)).intoArray(to, t2 + toStep);
            sum22.add(FloatVector.fromArray(SPECIES, from, f2 + 2 * fromStep)).intoArray(to, t2 + 2 * toStep);
        }
        if (t3 != t2) {
            sum30.add(FloatVector.fromArray(SPECIES, from, f3)).intoArray(to, t3);
            sum31.add(FloatVector.fromArray(SPECIES, from, f3 + fromStep)).intoArray(to, t3 + toStep);
            sum32.add(FloatVector.fromArray(SPECIES, from, f3 + 2 * fromStep)).intoArray(to, t3 + 2 * toStep);
        }
    }

    private static void fourByTwo(
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] b,
            int bOffset,
            int bStep,
            float[] from,
            int f0,
            int f1,
            int f2,
            int f3,
            int fromStep,
            float[] to,
            int t0,
            int t1,
            int t2,
            int t3,
            int toStep) {
        FloatVector sum00 = FloatVector.zero(SPECIES);
        FloatVector sum01 = FloatVector.zero(SPECIES);
        FloatVector sum10 = FloatVector.zero(SPECIES);
        FloatVector sum11 = FloatVector.zero(SPECIES);
        FloatVector sum20 = FloatVector.zero(SPECIES);
        FloatVector sum21 = FloatVector.zero(SPECIES);
        FloatVector sum30 = FloatVector.zero(SPECIES);
        FloatVector sum31 = FloatVector.zero(SPECIES);
        int p = bOffset;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
            sum00 = x0.fma(b0, sum00);
            sum01 = x0.fma(b1, sum01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
            sum10 = x1.fma(b0, sum10);
            sum11 = x1.fma(b1, sum11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
            sum20 = x2.fma(b0, sum20);
            sum21 = x2.fma(b1, sum21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
            sum30 = x3.fma(b0, sum30);
            sum31 = x3.fma(b1, sum31);
            p += bStep;
        }
        sum00.add(FloatVector.fromArray(SPECIES, from, f0)).intoArray(to, t0);
        sum01.add(FloatVector.fromArray(SPECIES, from, f0 + fromStep)).intoArray(to, t0 + toStep);
        if (t1 != t0) {
            sum10.add(FloatVector.fromArray(SPECIES, from, f1)).intoArray(to, t1);
            sum11.add(FloatVector.fromArray(SPECIES, from, f1 + fromStep)).intoArray(to, t1 + toStep);
        }
        if (t2 != t1) {
            sum20.add(FloatVector.fromArray(SPECIES, from, f2)).intoArray(to, t2);
            sum21.add(FloatVector.fromArray(SPECIES, from, f2 + fromStep)).intoArray(to, t2 + toStep);
        }
        if (t3 != t2) {
            sum30.add(FloatVector.fromArray(SPECIES, from, f3)).intoArray(to, t3);
            sum31.add(FloatVector.fromArray(SPECIES, from, f3 + fromStep)).intoArray(to, t3 + toStep);
        }
    }

    private static void fourByOne(
            int depth,
            float[] a,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] b,
            int bOffset,
            int bStep,
            float[] from,
            int f0,
            int f1,
            int f2,
            int f3,
            int fromStep,
            float[] to,
            int t0,
            int t1,
            int t2,
            int t3,
            int toStep) {
        FloatVector sum00 = FloatVector.zero(SPECIES);
        FloatVector sum10 = FloatVector.zero(SPECIES);
        FloatVector sum20 = FloatVector.zero(SPECIES);
        FloatVector sum30 = FloatVector.zero(SPECIES);
        int p = bOffset;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
            sum00 = x0.fma(b0, sum00);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
            sum10 = x1.fma(b0, sum10);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
            sum20 = x2.fma(b0, sum20);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
            sum30 = x3.fma(b0, sum30);
            p += bStep;
        }
        sum00.add(FloatVector.fromArray(SPECIES, from, f0)).intoArray(to, t0);
        if (t1 != t0) {
            sum10.add(FloatVector.fromArray(SPECIES, from, f1)).intoArray(to, t1);
        }
        if (t2 != t1) {
            sum20.add(FloatVector.fromArray(SPECIES, from, f2)).intoArray(to, t2);
        }
        if (t3 != t2) {
            sum30.add(FloatVector.fromArray(SPECIES, from, f3)).intoArray(to, t3);
        }
    }

    private static void oneBySix(
            int depth,
            float[] a,
            int a0,
            float[] b,
            int bOffset,
            int bStep,
            float[] from,
            int f0,
            int fromStep,
            float[] to,
            int t0,
            int toStep) {
        FloatVector sum00 = FloatVector.zero(SPECIES);
        FloatVector sum01 = FloatVector.zero(SPECIES);
        FloatVector sum02 = FloatVector.zero(SPECIES);
        FloatVector sum03 = FloatVector.zero(SPECIES);
        FloatVector sum04 = FloatVector.zero(SPECIES);
        FloatVector sum05 = FloatVector.zero(SPECIES);
        int p = bOffset;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, p + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, p + 3 * LANES);
            FloatVector b4 = FloatVector.fromArray(SPECIES, b, p + 4 * LANES);
            FloatVector b5 = FloatVector.fromArray(SPECIES, b, p + 5 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
            sum00 = x0.fma(b0, sum00);
            sum01 = x0.fma(b1, sum01);
            sum02 = x0.fma(b2, sum02);
            sum03 = x0.fma(b3, sum03);
            sum04 = x0.fma(b4, sum04);
            sum05 = x0.fma(b5, sum05);
            p += bStep;
        }
        sum00.add(FloatVector.fromArray(SPECIES, from, f0)).intoArray(to, t0);
        sum01.add(FloatVector.fromArray(SPECIES, from, f0 + fromStep)).intoArray(to, t0 + toStep);
        sum02.add(FloatVector.fromArray(SPECIES, from, f0 + 2 * fromStep)).intoArray(to, t0 + 2 * toStep);
        sum03.add(FloatVector.fromArray(SPECIES, from, f0 + 3 * fromStep)).intoArray(to, t0 + 3 * toStep);
        sum04.add(FloatVector.fromArray(SPECIES, from, f0 + 4 * fromStep)).intoArray(to, t0 + 4 * toStep);
        sum05.add(FloatVector.fromArray(SPECIES, from, f0 + 5 * fromStep)).intoArray(to, t0 + 5 * toStep);
    }
}
