package io.github.mambaout.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The depthwise convolution of {@link VectorKernels}: one vector holds one pixel's group of channels. For the models' 7 x 7
 * kernels seven neighbouring outputs of a row are summed in registers, so that every loaded input and weight serves all of them:
 * 20 loads for 49 multiply-adds instead of 98. The gradient of the weights has the same form with outputs and weights
 * exchanged. Other kernel sizes take four outputs at a time.
 */
final class VectorDepthwise {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    /** The kernel size of every published model, and the number of outputs computed together for it. */
    private static final int SEVEN = 7;

    private VectorDepthwise() {}

    static void row(
            int width,
            int kernelSize,
            float[] plane,
            int planeOffset,
            int planeRowStride,
            float[] weights,
            int weightOffset,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStride) {
        if (kernelSize == SEVEN && width >= SEVEN) {
            for (int x = 0; x < width; x += SEVEN) {
                // The last seven may overlap those before; what is computed twice is the same.
                int first = Math.min(x, width - SEVEN);
                sevenOutputs(
                        plane,
                        planeOffset + first * LANES,
                        planeRowStride,
                        weights,
                        weightOffset,
                        bias,
                        biasOffset,
                        y,
                        yOffset + first * yStride,
                        yStride);
            }
            return;
        }
        int x = 0;
        for (; x + 4 <= width; x += 4) {
            fourOutputs(
                    kernelSize,
                    plane,
                    planeOffset + x * LANES,
                    planeRowStride,
                    weights,
                    weightOffset,
                    bias,
                    biasOffset,
                    y,
                    yOffset + x * yStride,
                    yStride);
        }
        for (; x < width; x++) {
            oneOutput(
                    kernelSize,
                    plane,
                    planeOffset + x * LANES,
                    planeRowStride,
                    weights,
                    weightOffset,
                    bias,
                    biasOffset,
                    y,
                    yOffset + x * yStride);
        }
    }

    static void weightGradientRow(
            int width,
            int kernelSize,
            float[] plane,
            int planeOffset,
            int planeRowStride,
            float[] dy,
            int dyOffset,
            int dyStride,
            float[] dw,
            int dwOffset) {
        int done = 0;
        if (kernelSize == SEVEN) {
            for (; done + SEVEN <= width; done += SEVEN) {
                sevenPixels(
                        plane,
                        planeOffset + done * LANES,
                        planeRowStride,
                        dy,
                        dyOffset + done * dyStride,
                        dyStride,
                        dw,
                        dwOffset);
            }
        }
        if (done < width) {
            for (int i = 0; i < kernelSize; i++) {
                weights(
                        width - done,
                        kernelSize,
                        plane,
                        planeOffset + i * planeRowStride + done * LANES,
                        dy,
                        dyOffset + done * dyStride,
                        dyStride,
                        dw,
                        dwOffset + i * kernelSize * LANES);
            }
        }
    }

    private static void weights(
            int width,
            int kernelSize,
            float[] plane,
            int row,
            float[] dy,
            int dyOffset,
            int dyStride,
            float[] dw,
            int sums) {
        int j = 0;
        for (; j + 4 <= kernelSize; j += 4) {
            fourWeights(width, plane, row + j * LANES, dy, dyOffset, dyStride, dw, sums + j * LANES);
        }
        for (; j < kernelSize; j++) {
            oneWeight(width, plane, row + j * LANES, dy, dyOffset, dyStride, dw, sums + j * LANES);
        }
    }

    private static void sevenOutputs(
            float[] plane,
            int planeOffset,
            int planeRowStride,
            float[] weights,
            int weightOffset,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStride) {
        FloatVector sum0 = FloatVector.fromArray(SPECIES, bias, biasOffset);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        FloatVector sum4 = sum0;
        FloatVector sum5 = sum0;
        FloatVector sum6 = sum0;
        int p = planeOffset;
        int q = weightOffset;
        for (int i = 0; i < SEVEN; i++) {
            FloatVector w0 = FloatVector.fromArray(SPECIES, weights, q);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weights, q + LANES);
            FloatVector w2 = FloatVector.fromArray(SPECIES, weights, q + 2 * LANES);
            FloatVector w3 = FloatVector.fromArray(SPECIES, weights, q + 3 * LANES);
            FloatVector w4 = FloatVector.fromArray(SPECIES, weights, q + 4 * LANES);
            FloatVector w5 = FloatVector.fromArray(SPECIES, weights, q + 5 * LANES);
            FloatVector w6 = FloatVector.fromArray(SPECIES, weights, q + 6 * LANES);
            FloatVector x = FloatVector.fromArray(SPECIES, plane, p);
            sum0 = x.fma(w0, sum0);
            x = FloatVector.fromArray(SPECIES, plane, p + LANES);
            sum0 = x.fma(w1, sum0);
            sum1 = x.fma(w0, sum1);
            x = FloatVector.fromArray(SPECIES, plane, p + 2 * LANES);
            sum0 = x.fma(w2, sum0);
            sum1 = x.fma(w1, sum1);
            sum2 = x.fma(w0, sum2);
            x = FloatVector.fromArray(SPECIES, plane, p + 3 * LANES);
            sum0 = x.fma(w3, sum0);
            sum1 = x.fma(w2, sum1);
            sum2 = x.fma(w1, sum2);
            sum3 = x.fma(w0, sum3);
            x = FloatVector.fromArray(SPECIES, plane, p + 4 * LANES);
            sum0 = x.fma(w4, sum0);
            sum1 = x.fma(w3, sum1);
            sum2 = x.fma(w2, sum2);
            sum3 = x.fma(w1, sum3);
            sum4 = x.fma(w0, sum4);
            x = FloatVector.fromArray(SPECIES, plane, p + 5 * LANES);
            sum0 = x.fma(w5, sum0);
            sum1 = x.fma(w4, sum1);
            sum2 = x.fma(w3, sum2);
            sum3 = x.fma(w2, sum3);
            sum4 = x.fma(w1, sum4);
            sum5 = x.fma(w0, sum5);
            x = FloatVector.fromArray(SPECIES, plane, p + 6 * LANES);
            sum0 = x.fma(w6, sum0);
            sum1 = x.fma(w5, sum1);
            sum2 = x.fma(w4, sum2);
            sum3 = x.fma(w3, sum3);
            sum4 = x.fma(w2, sum4);
            sum5 = x.fma(w1, sum5);
            sum6 = x.fma(w0, sum6);
            x = FloatVector.fromArray(SPECIES, plane, p + 7 * LANES);
            sum1 = x.fma(w6, sum1);
            sum2 = x.fma(w5, sum2);
            sum3 = x.fma(w4, sum3);
            sum4 = x.fma(w3, sum4);
            sum5 = x.fma(w2, sum5);
            sum6 = x.fma(w1, sum6);
            x = FloatVector.fromArray(SPECIES, plane, p + 8 * LANES);
            sum2 = x.fma(w6, sum2);
            sum3 = x.fma(w5, sum3);
            sum4 = x.fma(w4, sum4);
            sum5 = x.fma(w3, sum5);
            sum6 = x.fma(w2, sum6);
            x = FloatVector.fromArray(SPECIES, plane, p + 9 * LANES);
            sum3 = x.fma(w6, sum3);
            sum4 = x.fma(w5, sum4);
            sum5 = x.fma(w4, sum5);
            sum6 = x.fma(w3, sum6);
            x = FloatVector.fromArray(SPECIES, plane, p + 10 * LANES);
            sum4 = x.fma(w6, sum4);
            sum5 = x.fma(w5, sum5);
            sum6 = x.fma(w4, sum6);
            x = FloatVector.fromArray(SPECIES, plane, p + 11 * LANES);
            sum5 = x.fma(w6, sum5);
            sum6 = x.fma(w5, sum6);
            x = FloatVector.fromArray(SPECIES, plane, p + 12 * LANES);
            sum6 = x.fma(w6, sum6);
            p += planeRowStride;
            q += SEVEN * LANES;
        }
        sum0.intoArray(y, yOffset);
        sum1.intoArray(y, yOffset + yStride);
        sum2.intoArray(y, yOffset + 2 * yStride);
        sum3.intoArray(y, yOffset + 3 * yStride);
        sum4.intoArray(y, yOffset + 4 * yStride);
        sum5.intoArray(y, yOffset + 5 * yStride);
        sum6.intoArray(y, yOffset + 6 * yStride);
    }

    private static void fourOutputs(
            int kernelSize,
            float[] plane,
            int planeOffset,
            int planeRowStride,
            float[] weights,
            int weightOffset,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStride) {
        FloatVector sum0 = FloatVector.fromArray(SPECIES, bias, biasOffset);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int p = planeOffset;
        int column = 0;
        int rowEnd = planeRowStride - kernelSize * LANES;
        int taps = kernelSize * kernelSize;
        for (int tap = 0; tap < taps; tap++) {
            FloatVector w = FloatVector.fromArray(SPECIES, weights, weightOffset + tap * LANES);
            sum0 = FloatVector.fromArray(SPECIES, plane, p).fma(w, sum0);
            sum1 = FloatVector.fromArray(SPECIES, plane, p + LANES).fma(w, sum1);
            sum2 = FloatVector.fromArray(SPECIES, plane, p + 2 * LANES).fma(w, sum2);
            sum3 = FloatVector.fromArray(SPECIES, plane, p + 3 * LANES).fma(w, sum3);
            p += LANES;
            column++;
            if (column == kernelSize) {
                column = 0;
                p += rowEnd;
            }
        }
        sum0.intoArray(y, yOffset);
        sum1.intoArray(y, yOffset + yStride);
        sum2.intoArray(y, yOffset + 2 * yStride);
        sum3.intoArray(y, yOffset + 3 * yStride);
    }

    private static void oneOutput(
            int kernelSize,
            float[] plane,
            int planeOffset,
            int planeRowStride,
            float[] weights,
            int weightOffset,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset) {
        FloatVector sum0 = FloatVector.fromArray(SPECIES, bias, biasOffset);
        int p = planeOffset;
        int column = 0;
        int rowEnd = planeRowStride - kernelSize * LANES;
        int taps = kernelSize * kernelSize;
        for (int tap = 0; tap < taps; tap++) {
            FloatVector w = FloatVector.fromArray(SPECIES, weights, weightOffset + tap * LANES);
            sum0 = FloatVector.fromArray(SPECIES, plane, p).fma(w, sum0);
            p += LANES;
            column++;
            if (column == kernelSize) {
                column = 0;
                p += rowEnd;
            }
        }
        sum0.intoArray(y, yOffset);
    }

    /** The parts of seven pixels in all 49 sums; the pixels' gradients stay in registers, the sums pass through. */
    private static void sevenPixels(
            float[] plane,
            int planeOffset,
            int planeRowStride,
            float[] dy,
            int dyOffset,
            int dyStride,
            float[] dw,
            int dwOffset) {
        FloatVector g0 = FloatVector.fromArray(SPECIES, dy, dyOffset);
        FloatVector g1 = FloatVector.fromArray(SPECIES, dy, dyOffset + dyStride);
        FloatVector g2 = FloatVector.fromArray(SPECIES, dy, dyOffset + 2 * dyStride);
        FloatVector g3 = FloatVector.fromArray(SPECIES, dy, dyOffset + 3 * dyStride);
        FloatVector g4 = FloatVector.fromArray(SPECIES, dy, dyOffset + 4 * dyStride);
        FloatVector g5 = FloatVector.fromArray(SPECIES, dy, dyOffset + 5 * dyStride);
        FloatVector g6 = FloatVector.fromArray(SPECIES, dy, dyOffset + 6 * dyStride);
        int p = planeOffset;
        int q = dwOffset;
        for (int i = 0; i < SEVEN; i++) {
            FloatVector sum0 = FloatVector.fromArray(SPECIES, dw, q);
            FloatVector sum1 = FloatVector.fromArray(SPECIES, dw, q + LANES);
            FloatVector sum2 = FloatVector.fromArray(SPECIES, dw, q + 2 * LANES);
            FloatVector sum3 = FloatVector.fromArray(SPECIES, dw, q + 3 * LANES);
            FloatVector sum4 = FloatVector.fromArray(SPECIES, dw, q + 4 * LANES);
            FloatVector sum5 = FloatVector.fromArray(SPECIES, dw, q + 5 * LANES);
            FloatVector sum6 = FloatVector.fromArray(SPECIES, dw, q + 6 * LANES);
            FloatVector x = FloatVector.fromArray(SPECIES, plane, p);
            sum0 = x.fma(g0, sum0);
            x = FloatVector.fromArray(SPECIES, plane, p + LANES);
            sum0 = x.fma(g1, sum0);
            sum1 = x.fma(g0, sum1);
            x = FloatVector.fromArray(SPECIES, plane, p + 2 * LANES);
            sum0 = x.fma(g2, sum0);
            sum1 = x.fma(g1, sum1);
            sum2 = x.fma(g0, sum2);
            x = FloatVector.fromArray(SPECIES, plane, p + 3 * LANES);
            sum0 = x.fma(g3, sum0);
            sum1 = x.fma(g2, sum1);
            sum2 = x.fma(g1, sum2);
            sum3 = x.fma(g0, sum3);
            x = FloatVector.fromArray(SPECIES, plane, p + 4 * LANES);
            sum0 = x.fma(g4, sum0);
            sum1 = x.fma(g3, sum1);
            sum2 = x.fma(g2, sum2);
            sum3 = x.fma(g1, sum3);
            sum4 = x.fma(g0, sum4);
            x = FloatVector.fromArray(SPECIES, plane, p + 5 * LANES);
            sum0 = x.fma(g5, sum0);
            sum1 = x.fma(g4, sum1);
            sum2 = x.fma(g3, sum2);
            sum3 = x.fma(g2, sum3);
            sum4 = x.fma(g1, sum4);
            sum5 = x.fma(g0, sum5);
            x = FloatVector.fromArray(SPECIES, plane, p + 6 * LANES);
            sum0 = x.fma(g6, sum0);
            sum1 = x.fma(g5, sum1);
            sum2 = x.fma(g4, sum2);
            sum3 = x.fma(g3, sum3);
            sum4 = x.fma(g2, sum4);
            sum5 = x.fma(g1, sum5);
            sum6 = x.fma(g0, sum6);
            x = FloatVector.fromArray(SPECIES, plane, p + 7 * LANES);
            sum1 = x.fma(g6, sum1);
            sum2 = x.fma(g5, sum2);
            sum3 = x.fma(g4, sum3);
            sum4 = x.fma(g3, sum4);
            sum5 = x.fma(g2, sum5);
            sum6 = x.fma(g1, sum6);
            x = FloatVector.fromArray(SPECIES, plane, p + 8 * LANES);
            sum2 = x.fma(g6, sum2);
            sum3 = x.fma(g5, sum3);
            sum4 = x.fma(g4, sum4);
            sum5 = x.fma(g3, sum5);
            sum6 = x.fma(g2, sum6);
            x = FloatVector.fromArray(SPECIES, plane, p + 9 * LANES);
            sum3 = x.fma(g6, sum3);
            sum4 = x.fma(g5, sum4);
            sum5 = x.fma(g4, sum5);
            sum6 = x.fma(g3, sum6);
            x = FloatVector.fromArray(SPECIES, plane, p + 10 * LANES);
            sum4 = x.fma(g6, sum4);
            sum5 = x.fma(g5, sum5);
            sum6 = x.fma(g4, sum6);
            x = FloatVector.fromArray(SPECIES, plane, p + 11 * LANES);
            sum5 = x.fma(g6, sum5);
            sum6 = x.fma(g5, sum6);
            x = FloatVector.fromArray(SPECIES, plane, p + 12 * LANES);
            sum6 = x.fma(g6, sum6);
            sum0.intoArray(dw, q);
            sum1.intoArray(dw, q + LANES);
            sum2.intoArray(dw, q + 2 * LANES);
            sum3.intoArray(dw, q + 3 * LANES);
            sum4.intoArray(dw, q + 4 * LANES);
            sum5.intoArray(dw, q + 5 * LANES);
            sum6.intoArray(dw, q + 6 * LANES);
            p += planeRowStride;
            q += SEVEN * LANES;
        }
    }

    private static void fourWeights(
            int width,
            float[] plane,
            int planeOffset,
            float[] dy,
            int dyOffset,
            int dyStride,
            float[] dw,
            int dwOffset) {
        FloatVector sum0 = FloatVector.fromArray(SPECIES, dw, dwOffset);
        FloatVector sum1 = FloatVector.fromArray(SPECIES, dw, dwOffset + LANES);
        FloatVector sum2 = FloatVector.fromArray(SPECIES, dw, dwOffset + 2 * LANES);
        FloatVector sum3 = FloatVector.fromArray(SPECIES, dw, dwOffset + 3 * LANES);
        int p = planeOffset;
        int q = dyOffset;
        for (int x = 0; x < width; x++) {
            FloatVector g = FloatVector.fromArray(SPECIES, dy, q);
            sum0 = FloatVector.fromArray(SPECIES, plane, p).fma(g, sum0);
            sum1 = FloatVector.fromArray(SPECIES, plane, p + LANES).fma(g, sum1);
            sum2 = FloatVector.fromArray(SPECIES, plane, p + 2 * LANES).fma(g, sum2);
            sum3 = FloatVector.fromArray(SPECIES, plane, p + 3 * LANES).fma(g, sum3);
            p += LANES;
            q += dyStride;
        }
        sum0.intoArray(dw, dwOffset);
        sum1.intoArray(dw, dwOffset + LANES);
        sum2.intoArray(dw, dwOffset + 2 * LANES);
        sum3.intoArray(dw, dwOffset + 3 * LANES);
    }

    private static void oneWeight(
            int width,
            float[] plane,
            int planeOffset,
            float[] dy,
            int dyOffset,
            int dyStride,
            float[] dw,
            int dwOffset) {
        FloatVector sum0 = FloatVector.fromArray(SPECIES, dw, dwOffset);
        int p = planeOffset;
        int q = dyOffset;
        for (int x = 0; x < width; x++) {
            FloatVector g = FloatVector.fromArray(SPECIES, dy, q);
            sum0 = FloatVector.fromArray(SPECIES, plane, p).fma(g, sum0);
            p += LANES;
            q += dyStride;
        }
        sum0.intoArray(dw, dwOffset);
    }
}
