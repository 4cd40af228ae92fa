package io.github.mambaout.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product with a transposed matrix of {@link VectorKernels}, {@code C += Aᵀ·B}, which the gradients of weights are made of.
 * As in {@link VectorProducts} a kernel holds four rows of C by up to six vectors in registers. Its four values of A lie beside
 * one another, and the next four a row further; the distance of A's rows is a constant ({@link Kernels#TRANSPOSED_STRIDE}), since
 * a variable one makes JDK 17 spill every sum. So nothing is transposed in memory.
 */
final class VectorTransposedProducts {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int STEP = Kernels.TRANSPOSED_STRIDE;

    /** Products that are summed before the result is added to C, for the reason given in {@link VectorProducts}. */
    private static final int DEPTH = 48;

    /** Vectors of a panel. Sums of 4 x 2 stay in 16 registers; of 4 x 3 the compilers spill some. */
    private static final int WIDEST = VectorWidth.HAS_32_REGISTERS ? 6 : 2;

    private VectorTransposedProducts() {}

    static void multiplyAdd(
            int rows,
            int depth,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bRowStride,
            int columns,
            float[] c,
            int cOffset,
            int cRowStride) {
        int vectors = columns / LANES;
        for (int k = 0; k < depth; k += DEPTH) {
            int run = Math.min(DEPTH, depth - k);
            int a0 = aOffset + k * STEP;
            for (int first = 0; first < vectors; ) {
                int width = PackedMatrix.panelVectors(vectors - first, WIDEST);
                int column = first * LANES;
                int b0 = bOffset + k * bRowStride + column;
                for (int row = 0; row < rows; row += 4) {
                    tile(
                            width,
                            run,
                            a,
                            a0 + row,
                            b,
                            b0,
                            bRowStride,
                            c,
                            cOffset + row * cRowStride + column,
                            cRowStride);
                }
                first += width;
            }
        }
    }

    private static void tile(
            int width, int depth, float[] a, int a0, float[] b, int b0, int bStep, float[] c, int c0, int cRowStride) {
        switch (width) {
            case 6 -> fourBySix(depth, a, a0, b, b0, bStep, c, c0, cRowStride);
            case 5 -> fourByFive(depth, a, a0, b, b0, bStep, c, c0, cRowStride);
            case 4 -> fourByFour(depth, a, a0, b, b0, bStep, c, c0, cRowStride);
            case 3 -> fourByThree(depth, a, a0, b, b0, bStep, c, c0, cRowStride);
            case 2 -> fourByTwo(depth, a, a0, b, b0, bStep, c, c0, cRowStride);
            default -> fourByOne(depth, a, a0, b, b0, bStep, c, c0, cRowStride);
        }
    }

    private static void fourBySix(
            int depth, float[] a, int a0, float[] b, int b0, int bStep, float[] c, int c0, int cRowStride) {
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

        int p = b0;
        for (int k = 0; k < depth; k++) {
            FloatVector y0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector y1 = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector y2 = FloatVector.fromArray(SPECIES, b, p + 2 * LANES);
            FloatVector y3 = FloatVector.fromArray(SPECIES, b, p + 3 * LANES);
            FloatVector y4 = FloatVector.fromArray(SPECIES, b, p + 4 * LANES);
            FloatVector y5 = FloatVector.fromArray(SPECIES, b, p + 5 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP]);
            sum00 = x0.fma(y0, sum00);
            sum01 = x0.fma(y1, sum01);
            sum02 = x0.fma(y2, sum02);
            sum03 = x0.fma(y3, sum03);
            sum04 = x0.fma(y4, sum04);
            sum05 = x0.fma(y5, sum05);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 1]);
            sum10 = x1.fma(y0, sum10);
            sum11 = x1.fma(y1, sum11);
            sum12 = x1.fma(y2, sum12);
            sum13 = x1.fma(y3, sum13);
            sum14 = x1.fma(y4, sum14);
            sum15 = x1.fma(y5, sum15);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 2]);
            sum20 = x2.fma(y0, sum20);
            sum21 = x2.fma(y1, sum21);
            sum22 = x2.fma(y2, sum22);
            sum23 = x2.fma(y3, sum23);
            sum24 = x2.fma(y4, sum24);
            sum25 = x2.fma(y5, sum25);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 3]);
            sum30 = x3.fma(y0, sum30);
            sum31 = x3.fma(y1, sum31);
            sum32 = x3.fma(y2, sum32);
            sum33 = x3.fma(y3, sum33);
            sum34 = x3.fma(y4, sum34);
            sum35 = x3.fma(y5, sum35);

            p += bStep;
        }
        int c1 = c0 + cRowStride;
        int c2 = c1 + cRowStride;
        int c3 = c2 + cRowStride;
        sum00.add(FloatVector.fromArray(SPECIES, c, c0)).intoArray(c, c0);
        sum01.add(FloatVector.fromArray(SPECIES, c, c0 + LANES)).intoArray(c, c0 + LANES);
        sum02.add(FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES)).intoArray(c, c0 + 2 * LANES);
        sum03.add(FloatVector.fromArray(SPECIES, c, c0 + 3 * LANES)).intoArray(c, c0 + 3 * LANES);
        sum04.add(FloatVector.fromArray(SPECIES, c, c0 + 4 * LANES)).intoArray(c, c0 + 4 * LANES);
        sum05.add(FloatVector.fromArray(SPECIES, c, c0 + 5 * LANES)).intoArray(c, c0 + 5 * LANES);
        sum10.add(FloatVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
        sum11.add(FloatVector.fromArray(SPECIES, c, c1 + LANES)).intoArray(c, c1 + LANES);
        sum12.add(FloatVector.fromArray(SPECIES, c, c1 + 2 * LANES)).intoArray(c, c1 + 2 * LANES);
        sum13.add(FloatVector.fromArray(SPECIES, c, c1 + 3 * LANES)).intoArray(c, c1 + 3 * LANES);
        sum14.add(FloatVector.fromArray(SPECIES, c, c1 + 4 * LANES)).intoArray(c, c1 + 4 * LANES);
        sum15.add(FloatVector.fromArray(SPECIES, c, c1 + 5 * LANES)).intoArray(c, c1 + 5 * LANES);
        sum20.add(FloatVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
        sum21.add(FloatVector.fromArray(SPECIES, c, c2 + LANES)).intoArray(c, c2 + LANES);
        sum22.add(FloatVector.fromArray(SPECIES, c, c2 + 2 * LANES)).intoArray(c, c2 + 2 * LANES);
        sum23.add(FloatVector.fromArray(SPECIES, c, c2 + 3 * LANES)).intoArray(c, c2 + 3 * LANES);
        sum24.add(FloatVector.fromArray(SPECIES, c, c2 + 4 * LANES)).intoArray(c, c2 + 4 * LANES);
        sum25.add(FloatVector.fromArray(SPECIES, c, c2 + 5 * LANES)).intoArray(c, c2 + 5 * LANES);
        sum30.add(FloatVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
        sum31.add(FloatVector.fromArray(SPECIES, c, c3 + LANES)).intoArray(c, c3 + LANES);
        sum32.add(FloatVector.fromArray(SPECIES, c, c3 + 2 * LANES)).intoArray(c, c3 + 2 * LANES);
        sum33.add(FloatVector.fromArray(SPECIES, c, c3 + 3 * LANES)).intoArray(c, c3 + 3 * LANES);
        sum34.add(FloatVector.fromArray(SPECIES, c, c3 + 4 * LANES)).intoArray(c, c3 + 4 * LANES);
        sum35.add(FloatVector.fromArray(SPECIES, c, c3 + 5 * LANES)).intoArray(c, c3 + 5 * LANES);
    }

    private static void fourByFive(
            int depth, float[] a, int a0, float[] b, int b0, int bStep, float[] c, int c0, int cRowStride) {
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

        int p = b0;
        for (int k = 0; k < depth; k++) {
            FloatVector y0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector y1 = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector y2 = FloatVector.fromArray(SPECIES, b, p + 2 * LANES);
            FloatVector y3 = FloatVector.fromArray(SPECIES, b, p + 3 * LANES);
            FloatVector y4 = FloatVector.fromArray(SPECIES, b, p + 4 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP]);
            sum00 = x0.fma(y0, sum00);
            sum01 = x0.fma(y1, sum01);
            sum02 = x0.fma(y2, sum02);
            sum03 = x0.fma(y3, sum03);
            sum04 = x0.fma(y4, sum04);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 1]);
            sum10 = x1.fma(y0, sum10);
            sum11 = x1.fma(y1, sum11);
            sum12 = x1.fma(y2, sum12);
            sum13 = x1.fma(y3, sum13);
            sum14 = x1.fma(y4, sum14);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 2]);
            sum20 = x2.fma(y0, sum20);
            sum21 = x2.fma(y1, sum21);
            sum22 = x2.fma(y2, sum22);
            sum23 = x2.fma(y3, sum23);
            sum24 = x2.fma(y4, sum24);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 3]);
            sum30 = x3.fma(y0, sum30);
            sum31 = x3.fma(y1, sum31);
            sum32 = x3.fma(y2, sum32);
            sum33 = x3.fma(y3, sum33);
            sum34 = x3.fma(y4, sum34);

            p += bStep;
        }
        int c1 = c0 + cRowStride;
        int c2 = c1 + cRowStride;
        int c3 = c2 + cRowStride;
        sum00.add(FloatVector.fromArray(SPECIES, c, c0)).intoArray(c, c0);
        sum01.add(FloatVector.fromArray(SPECIES, c, c0 + LANES)).intoArray(c, c0 + LANES);
        sum02.add(FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES)).intoArray(c, c0 + 2 * LANES);
        sum03.add(FloatVector.fromArray(SPECIES, c, c0 + 3 * LANES)).intoArray(c, c0 + 3 * LANES);
        sum04.add(FloatVector.fromArray(SPECIES, c, c0 + 4 * LANES)).intoArray(c, c0 + 4 * LANES);
        sum10.add(FloatVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
        sum11.add(FloatVector.fromArray(SPECIES, c, c1 + LANES)).intoArray(c, c1 + LANES);
        sum12.add(FloatVector.fromArray(SPECIES, c, c1 + 2 * LANES)).intoArray(c, c1 + 2 * LANES);
        sum13.add(FloatVector.fromArray(SPECIES, c, c1 + 3 * LANES)).intoArray(c, c1 + 3 * LANES);
        sum14.add(FloatVector.fromArray(SPECIES, c, c1 + 4 * LANES)).intoArray(c, c1 + 4 * LANES);
        sum20.add(FloatVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
        sum21.add(FloatVector.fromArray(SPECIES, c, c2 + LANES)).intoArray(c, c2 + LANES);
        sum22.add(FloatVector.fromArray(SPECIES, c, c2 + 2 * LANES)).intoArray(c, c2 + 2 * LANES);
        sum23.add(FloatVector.fromArray(SPECIES, c, c2 + 3 * LANES)).intoArray(c, c2 + 3 * LANES);
        sum24.add(FloatVector.fromArray(SPECIES, c, c2 + 4 * LANES)).intoArray(c, c2 + 4 * LANES);
        sum30.add(FloatVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
        sum31.add(FloatVector.fromArray(SPECIES, c, c3 + LANES)).intoArray(c, c3 + LANES);
        sum32.add(FloatVector.fromArray(SPECIES, c, c3 + 2 * LANES)).intoArray(c, c3 + 2 * LANES);
        sum33.add(FloatVector.fromArray(SPECIES, c, c3 + 3 * LANES)).intoArray(c, c3 + 3 * LANES);
        sum34.add(FloatVector.fromArray(SPECIES, c, c3 + 4 * LANES)).intoArray(c, c3 + 4 * LANES);
    }

    private static void fourByFour(
            int depth, float[] a, int a0, float[] b, int b0, int bStep, float[] c, int c0, int cRowStride) {
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

        int p = b0;
        for (int k = 0; k < depth; k++) {
            FloatVector y0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector y1 = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector y2 = FloatVector.fromArray(SPECIES, b, p + 2 * LANES);
            FloatVector y3 = FloatVector.fromArray(SPECIES, b, p + 3 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP]);
            sum00 = x0.fma(y0, sum00);
            sum01 = x0.fma(y1, sum01);
            sum02 = x0.fma(y2, sum02);
            sum03 = x0.fma(y3, sum03);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 1]);
            sum10 = x1.fma(y0, sum10);
            sum11 = x1.fma(y1, sum11);
            sum12 = x1.fma(y2, sum12);
            sum13 = x1.fma(y3, sum13);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 2]);
            sum20 = x2.fma(y0, sum20);
            sum21 = x2.fma(y1, sum21);
            sum22 = x2.fma(y2, sum22);
            sum23 = x2.fma(y3, sum23);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 3]);
            sum30 = x3.fma(y0, sum30);
            sum31 = x3.fma(y1, sum31);
            sum32 = x3.fma(y2, sum32);
            sum33 = x3.fma(y3, sum33);

            p += bStep;
        }
        int c1 = c0 + cRowStride;
        int c2 = c1 + cRowStride;
        int c3 = c2 + cRowStride;
        sum00.add(FloatVector.fromArray(SPECIES, c, c0)).intoArray(c, c0);
        sum01.add(FloatVector.fromArray(SPECIES, c, c0 + LANES)).intoArray(c, c0 + LANES);
        sum02.add(FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES)).intoArray(c, c0 + 2 * LANES);
        sum03.add(FloatVector.fromArray(SPECIES, c, c0 + 3 * LANES)).intoArray(c, c0 + 3 * LANES);
        sum10.add(FloatVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
        sum11.add(FloatVector.fromArray(SPECIES, c, c1 + LANES)).intoArray(c, c1 + LANES);
        sum12.add(FloatVector.fromArray(SPECIES, c, c1 + 2 * LANES)).intoArray(c, c1 + 2 * LANES);
        sum13.add(FloatVector.fromArray(SPECIES, c, c1 + 3 * LANES)).intoArray(c, c1 + 3 * LANES);
        sum20.add(FloatVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
        sum21.add(FloatVector.fromArray(SPECIES, c, c2 + LANES)).intoArray(c, c2 + LANES);
        sum22.add(FloatVector.fromArray(SPECIES, c, c2 + 2 * LANES)).intoArray(c, c2 + 2 * LANES);
        sum23.add(FloatVector.fromArray(SPECIES, c, c2 + 3 * LANES)).intoArray(c, c2 + 3 * LANES);
        sum30.add(FloatVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
        sum31.add(FloatVector.fromArray(SPECIES, c, c3 + LANES)).intoArray(c, c3 + LANES);
        sum32.add(FloatVector.fromArray(SPECIES, c, c3 + 2 * LANES)).intoArray(c, c3 + 2 * LANES);
        sum33.add(FloatVector.fromArray(SPECIES, c, c3 + 3 * LANES)).intoArray(c, c3 + 3 * LANES);
    }

    private static void fourByThree(
            int depth, float[] a, int a0, float[] b, int b0, int bStep, float[] c, int c0, int cRowStride) {
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

        int p = b0;
        for (int k = 0; k < depth; k++) {
            FloatVector y0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector y1 = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector y2 = FloatVector.fromArray(SPECIES, b, p + 2 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP]);
            sum00 = x0.fma(y0, sum00);
            sum01 = x0.fma(y1, sum01);
            sum02 = x0.fma(y2, sum02);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 1]);
            sum10 = x1.fma(y0, sum10);
            sum11 = x1.fma(y1, sum11);
            sum12 = x1.fma(y2, sum12);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 2]);
            sum20 = x2.fma(y0, sum20);
            sum21 = x2.fma(y1, sum21);
            sum22 = x2.fma(y2, sum22);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 3]);
            sum30 = x3.fma(y0, sum30);
            sum31 = x3.fma(y1, sum31);
            sum32 = x3.fma(y2, sum32);

            p += bStep;
        }
        int c1 = c0 + cRowStride;
        int c2 = c1 + cRowStride;
        int c3 = c2 + cRowStride;
        sum00.add(FloatVector.fromArray(SPECIES, c, c0)).intoArray(c, c0);
        sum01.add(FloatVector.fromArray(SPECIES, c, c0 + LANES)).intoArray(c, c0 + LANES);
        sum02.add(FloatVector.fromArray(SPECIES, c, c0 + 2 * LANES)).intoArray(c, c0 + 2 * LANES);
        sum10.add(FloatVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
        sum11.add(FloatVector.fromArray(SPECIES, c, c1 + LANES)).intoArray(c, c1 + LANES);
        sum12.add(FloatVector.fromArray(SPECIES, c, c1 + 2 * LANES)).intoArray(c, c1 + 2 * LANES);
        sum20.add(FloatVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
        sum21.add(FloatVector.fromArray(SPECIES, c, c2 + LANES)).intoArray(c, c2 + LANES);
        sum22.add(FloatVector.fromArray(SPECIES, c, c2 + 2 * LANES)).intoArray(c, c2 + 2 * LANES);
        sum30.add(FloatVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
        sum31.add(FloatVector.fromArray(SPECIES, c, c3 + LANES)).intoArray(c, c3 + LANES);
        sum32.add(FloatVector.fromArray(SPECIES, c, c3 + 2 * LANES)).intoArray(c, c3 + 2 * LANES);
    }

    private static void fourByTwo(
            int depth, float[] a, int a0, float[] b, int b0, int bStep, float[] c, int c0, int cRowStride) {
        FloatVector sum00 = FloatVector.zero(SPECIES);
        FloatVector sum01 = FloatVector.zero(SPECIES);
        FloatVector sum10 = FloatVector.zero(SPECIES);
        FloatVector sum11 = FloatVector.zero(SPECIES);
        FloatVector sum20 = FloatVector.zero(SPECIES);
        FloatVector sum21 = FloatVector.zero(SPECIES);
        FloatVector sum30 = FloatVector.zero(SPECIES);
        FloatVector sum31 = FloatVector.zero(SPECIES);

        int p = b0;
        for (int k = 0; k < depth; k++) {
            FloatVector y0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector y1 = FloatVector.fromArray(SPECIES, b, p + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP]);
            sum00 = x0.fma(y0, sum00);
            sum01 = x0.fma(y1, sum01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 1]);
            sum10 = x1.fma(y0, sum10);
            sum11 = x1.fma(y1, sum11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 2]);
            sum20 = x2.fma(y0, sum20);
            sum21 = x2.fma(y1, sum21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 3]);
            sum30 = x3.fma(y0, sum30);
            sum31 = x3.fma(y1, sum31);

            p += bStep;
        }
        int c1 = c0 + cRowStride;
        int c2 = c1 + cRowStride;
        int c3 = c2 + cRowStride;
        sum00.add(FloatVector.fromArray(SPECIES, c, c0)).intoArray(c, c0);
        sum01.add(FloatVector.fromArray(SPECIES, c, c0 + LANES)).intoArray(c, c0 + LANES);
        sum10.add(FloatVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
        sum11.add(FloatVector.fromArray(SPECIES, c, c1 + LANES)).intoArray(c, c1 + LANES);
        sum20.add(FloatVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
        sum21.add(FloatVector.fromArray(SPECIES, c, c2 + LANES)).intoArray(c, c2 + LANES);
        sum30.add(FloatVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
        sum31.add(FloatVector.fromArray(SPECIES, c, c3 + LANES)).intoArray(c, c3 + LANES);
    }

    private static void fourByOne(
            int depth, float[] a, int a0, float[] b, int b0, int bStep, float[] c, int c0, int cRowStride) {
        FloatVector sum00 = FloatVector.zero(SPECIES);
        FloatVector sum10 = FloatVector.zero(SPECIES);
        FloatVector sum20 = FloatVector.zero(SPECIES);
        FloatVector sum30 = FloatVector.zero(SPECIES);

        int p = b0;
        for (int k = 0; k < depth; k++) {
            FloatVector y0 = FloatVector.fromArray(SPECIES, b, p);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP]);
            sum00 = x0.fma(y0, sum00);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 1]);
            sum10 = x1.fma(y0, sum10);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 2]);
            sum20 = x2.fma(y0, sum20);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a0 + k * STEP + 3]);
            sum30 = x3.fma(y0, sum30);

            p += bStep;
        }
        int c1 = c0 + cRowStride;
        int c2 = c1 + cRowStride;
        int c3 = c2 + cRowStride;
        sum00.add(FloatVector.fromArray(SPECIES, c, c0)).intoArray(c, c0);
        sum10.add(FloatVector.fromArray(SPECIES, c, c1)).intoArray(c, c1);
        sum20.add(FloatVector.fromArray(SPECIES, c, c2)).intoArray(c, c2);
        sum30.add(FloatVector.fromArray(SPECIES, c, c3)).intoArray(c, c3);
    }
}
