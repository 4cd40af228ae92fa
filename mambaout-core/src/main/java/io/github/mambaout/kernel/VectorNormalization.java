package io.github.mambaout.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * LayerNorm of {@link VectorKernels}. Each row is read three times from the first-level cache: for its mean, for its variance
 * around that mean, and to be normalised. Four rows at once, so that the sums over the lanes, which are chains of additions,
 * overlap.
 */
final class VectorNormalization {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = 4;

    /** Ones, then zeros: read from {@code LANES - n} on it keeps the first n lanes. */
    private static final float[] KEEP = keep();

    /**
     * Rotations that add up a vector's lanes as a tree of fixed form: the order of {@code reduceLanes} is open and differs
     * between compilers. Those of as many lanes as there are, or more, are not used.
     */
    private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(SPECIES, 8, 1, true);

    private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(SPECIES, 4, 1, true);
    private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(SPECIES, 2, 1, true);
    private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(SPECIES, 1, 1, true);

    private static final ThreadLocal<float[]> SUMS = ThreadLocal.withInitial(() -> new float[ROWS]);

    private VectorNormalization() {}

    private static float[] keep() {
        float[] mask = new float[2 * LANES];
        java.util.Arrays.fill(mask, 0, LANES, 1);
        return mask;
    }

    static void forward(
            int rows,
            int channels,
            float epsilon,
            float[] x,
            int xOffset,
            int xStride,
            float[] weight,
            float[] bias,
            float[] y,
            int yOffset,
            int yStride,
            float[] mean,
            float[] inverseDeviation) {
        float[] sums = SUMS.get();
        for (int first = 0; first < rows; first += ROWS) {
            int last = Math.min(rows, first + ROWS) - 1;
            // Where fewer than four rows are left the last one is computed more than once, with the same result.
            int r1 = Math.min(last, first + 1);
            int r2 = Math.min(last, first + 2);
            int r3 = Math.min(last, first + 3);
            int x0 = xOffset + first * xStride;
            int x1 = xOffset + r1 * xStride;
            int x2 = xOffset + r2 * xStride;
            int x3 = xOffset + r3 * xStride;
            sum(channels, x, x0, x1, x2, x3, sums);
            mean[first] = sums[0] / channels;
            mean[r1] = sums[1] / channels;
            mean[r2] = sums[2] / channels;
            mean[r3] = sums[3] / channels;
            sumOfSquares(channels, x, x0, x1, x2, x3, mean[first], mean[r1], mean[r2], mean[r3], sums);
            inverseDeviation[first] = inverse(sums[0], channels, epsilon);
            inverseDeviation[r1] = inverse(sums[1], channels, epsilon);
            inverseDeviation[r2] = inverse(sums[2], channels, epsilon);
            inverseDeviation[r3] = inverse(sums[3], channels, epsilon);
            normalize(
                    channels,
                    x,
                    x0,
                    x1,
                    x2,
                    x3,
                    mean[first],
                    mean[r1],
                    mean[r2],
                    mean[r3],
                    inverseDeviation[first],
                    inverseDeviation[r1],
                    inverseDeviation[r2],
                    inverseDeviation[r3],
                    weight,
                    bias,
                    y,
                    yOffset + first * yStride,
                    yOffset + r1 * yStride,
                    yOffset + r2 * yStride,
                    yOffset + r3 * yStride);
        }
    }

    private static float inverse(float squares, int channels, float epsilon) {
        return (float) (1 / Math.sqrt(squares / channels + epsilon));
    }

    static void gradient(
            int rows,
            int channels,
            float[] x,
            int xOffset,
            int xStride,
            float[] mean,
            float[] inverseDeviation,
            float[] weight,
            float[] dy,
            int dyOffset,
            int dyStride,
            float[] dx,
            int dxOffset,
            int dxStride,
            float[] dWeight,
            float[] dBias) {
        float[] sums = SUMS.get();
        for (int r = 0; r < rows; r++) {
            int xRow = xOffset + r * xStride;
            int dyRow = dyOffset + r * dyStride;
            addProducts(channels, x, xRow, mean[r], inverseDeviation[r], weight, dy, dyRow, dWeight, dBias, sums);
            float meanG = sums[0] / channels;
            float meanGn = sums[1] / channels;
            inputGradient(
                    channels,
                    x,
                    xRow,
                    mean[r],
                    inverseDeviation[r],
                    weight,
                    dy,
                    dyRow,
                    meanG,
                    meanGn,
                    dx,
                    dxOffset + r * dxStride);
        }
    }

    private static void sum(int channels, float[] x, int x0, int x1, int x2, int x3, float[] sums) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        for (int c = 0; c < channels; c += LANES) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, x, x0 + c));
            s1 = s1.add(FloatVector.fromArray(SPECIES, x, x1 + c));
            s2 = s2.add(FloatVector.fromArray(SPECIES, x, x2 + c));
            s3 = s3.add(FloatVector.fromArray(SPECIES, x, x3 + c));
        }
        s0 = LANES > 8 ? s0.add(s0.rearrange(BY_8)) : s0;
        s0 = LANES > 4 ? s0.add(s0.rearrange(BY_4)) : s0;
        s0 = LANES > 2 ? s0.add(s0.rearrange(BY_2)) : s0;
        sums[0] = s0.add(s0.rearrange(BY_1)).lane(0);
        s1 = LANES > 8 ? s1.add(s1.rearrange(BY_8)) : s1;
        s1 = LANES > 4 ? s1.add(s1.rearrange(BY_4)) : s1;
        s1 = LANES > 2 ? s1.add(s1.rearrange(BY_2)) : s1;
        sums[1] = s1.add(s1.rearrange(BY_1)).lane(0);
        s2 = LANES > 8 ? s2.add(s2.rearrange(BY_8)) : s2;
        s2 = LANES > 4 ? s2.add(s2.rearrange(BY_4)) : s2;
        s2 = LANES > 2 ? s2.add(s2.rearrange(BY_2)) : s2;
        sums[2] = s2.add(s2.rearrange(BY_1)).lane(0);
        s3 = LANES > 8 ? s3.add(s3.rearrange(BY_8)) : s3;
        s3 = LANES > 4 ? s3.add(s3.rearrange(BY_4)) : s3;
        s3 = LANES > 2 ? s3.add(s3.rearrange(BY_2)) : s3;
        sums[3] = s3.add(s3.rearrange(BY_1)).lane(0);
    }

    /** The last vector of a row is cut to its channels: what lies beyond is zero, but its distance to the mean is not. */
    private static void sumOfSquares(
            int channels,
            float[] x,
            int x0,
            int x1,
            int x2,
            int x3,
            float mean0,
            float mean1,
            float mean2,
            float mean3,
            float[] sums) {
        FloatVector m0 = FloatVector.broadcast(SPECIES, mean0);
        FloatVector m1 = FloatVector.broadcast(SPECIES, mean1);
        FloatVector m2 = FloatVector.broadcast(SPECIES, mean2);
        FloatVector m3 = FloatVector.broadcast(SPECIES, mean3);
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        int whole = channels / LANES * LANES;
        for (int c = 0; c < whole; c += LANES) {
            FloatVector d0 = FloatVector.fromArray(SPECIES, x, x0 + c).sub(m0);
            s0 = d0.fma(d0, s0);
            FloatVector d1 = FloatVector.fromArray(SPECIES, x, x1 + c).sub(m1);
            s1 = d1.fma(d1, s1);
            FloatVector d2 = FloatVector.fromArray(SPECIES, x, x2 + c).sub(m2);
            s2 = d2.fma(d2, s2);
            FloatVector d3 = FloatVector.fromArray(SPECIES, x, x3 + c).sub(m3);
            s3 = d3.fma(d3, s3);
        }
        if (whole < channels) {
            FloatVector keep = FloatVector.fromArray(SPECIES, KEEP, LANES - (channels - whole));
            FloatVector d0 =
                    FloatVector.fromArray(SPECIES, x, x0 + whole).sub(m0).mul(keep);
            s0 = d0.fma(d0, s0);
            FloatVector d1 =
                    FloatVector.fromArray(SPECIES, x, x1 + whole).sub(m1).mul(keep);
            s1 = d1.fma(d1, s1);
            FloatVector d2 =
                    FloatVector.fromArray(SPECIES, x, x2 + whole).sub(m2).mul(keep);
            s2 = d2.fma(d2, s2);
            FloatVector d3 =
                    FloatVector.fromArray(SPECIES, x, x3 + whole).sub(m3).mul(keep);
            s3 = d3.fma(d3, s3);
        }
        s0 = LANES > 8 ? s0.add(s0.rearrange(BY_8)) : s0;
        s0 = LANES > 4 ? s0.add(s0.rearrange(BY_4)) : s0;
        s0 = LANES > 2 ? s0.add(s0.rearrange(BY_2)) : s0;
        sums[0] = s0.add(s0.rearrange(BY_1)).lane(0);
        s1 = LANES > 8 ? s1.add(s1.rearrange(BY_8)) : s1;
        s1 = LANES > 4 ? s1.add(s1.rearrange(BY_4)) : s1;
        s1 = LANES > 2 ? s1.add(s1.rearrange(BY_2)) : s1;
        sums[1] = s1.add(s1.rearrange(BY_1)).lane(0);
        s2 = LANES > 8 ? s2.add(s2.rearrange(BY_8)) : s2;
        s2 = LANES > 4 ? s2.add(s2.rearrange(BY_4)) : s2;
        s2 = LANES > 2 ? s2.add(s2.rearrange(BY_2)) : s2;
        sums[2] = s2.add(s2.rearrange(BY_1)).lane(0);
        s3 = LANES > 8 ? s3.add(s3.rearrange(BY_8)) : s3;
        s3 = LANES > 4 ? s3.add(s3.rearrange(BY_4)) : s3;
        s3 = LANES > 2 ? s3.add(s3.rearrange(BY_2)) : s3;
        sums[3] = s3.add(s3.rearrange(BY_1)).lane(0);
    }

    /** All four are read before one is written: y may be x, and a row may come twice. */
    private static void normalize(
            int channels,
            float[] x,
            int x0,
            int x1,
            int x2,
            int x3,
            float mean0,
            float mean1,
            float mean2,
            float mean3,
            float inverse0,
            float inverse1,
            float inverse2,
            float inverse3,
            float[] weight,
            float[] bias,
            float[] y,
            int y0,
            int y1,
            int y2,
            int y3) {
        FloatVector m0 = FloatVector.broadcast(SPECIES, mean0);
        FloatVector m1 = FloatVector.broadcast(SPECIES, mean1);
        FloatVector m2 = FloatVector.broadcast(SPECIES, mean2);
        FloatVector m3 = FloatVector.broadcast(SPECIES, mean3);
        FloatVector i0 = FloatVector.broadcast(SPECIES, inverse0);
        FloatVector i1 = FloatVector.broadcast(SPECIES, inverse1);
        FloatVector i2 = FloatVector.broadcast(SPECIES, inverse2);
        FloatVector i3 = FloatVector.broadcast(SPECIES, inverse3);
        for (int c = 0; c < channels; c += LANES) {
            FloatVector w = FloatVector.fromArray(SPECIES, weight, c);
            FloatVector b = FloatVector.fromArray(SPECIES, bias, c);
            FloatVector n0 = FloatVector.fromArray(SPECIES, x, x0 + c).sub(m0).mul(i0);
            FloatVector n1 = FloatVector.fromArray(SPECIES, x, x1 + c).sub(m1).mul(i1);
            FloatVector n2 = FloatVector.fromArray(SPECIES, x, x2 + c).sub(m2).mul(i2);
            FloatVector n3 = FloatVector.fromArray(SPECIES, x, x3 + c).sub(m3).mul(i3);
            n0.fma(w, b).intoArray(y, y0 + c);
            n1.fma(w, b).intoArray(y, y1 + c);
            n2.fma(w, b).intoArray(y, y2 + c);
            n3.fma(w, b).intoArray(y, y3 + c);
        }
    }

    /** Adds to the parameters' gradients and stores the sums of g and of g·n. */
    private static void addProducts(
            int channels,
            float[] x,
            int xRow,
            float mean,
            float inverseDeviation,
            float[] weight,
            float[] dy,
            int dyRow,
            float[] dWeight,
            float[] dBias,
            float[] sums) {
        FloatVector center = FloatVector.broadcast(SPECIES, mean);
        FloatVector scale = FloatVector.broadcast(SPECIES, inverseDeviation);
        FloatVector sumG = FloatVector.zero(SPECIES);
        FloatVector sumGn = sumG;
        for (int c = 0; c < channels; c += LANES) {
            FloatVector n =
                    FloatVector.fromArray(SPECIES, x, xRow + c).sub(center).mul(scale);
            FloatVector upstream = FloatVector.fromArray(SPECIES, dy, dyRow + c);
            FloatVector g = upstream.mul(FloatVector.fromArray(SPECIES, weight, c));
            sumG = sumG.add(g);
            sumGn = g.fma(n, sumGn);
            upstream.fma(n, FloatVector.fromArray(SPECIES, dWeight, c)).intoArray(dWeight, c);
            upstream.add(FloatVector.fromArray(SPECIES, dBias, c)).intoArray(dBias, c);
        }
        sumG = LANES > 8 ? sumG.add(sumG.rearrange(BY_8)) : sumG;
        sumG = LANES > 4 ? sumG.add(sumG.rearrange(BY_4)) : sumG;
        sumG = LANES > 2 ? sumG.add(sumG.rearrange(BY_2)) : sumG;
        sums[0] = sumG.add(sumG.rearrange(BY_1)).lane(0);
        sumGn = LANES > 8 ? sumGn.add(sumGn.rearrange(BY_8)) : sumGn;
        sumGn = LANES > 4 ? sumGn.add(sumGn.rearrange(BY_4)) : sumGn;
        sumGn = LANES > 2 ? sumGn.add(sumGn.rearrange(BY_2)) : sumGn;
        sums[1] = sumGn.add(sumGn.rearrange(BY_1)).lane(0);
    }

    private static void inputGradient(
            int channels,
            float[] x,
            int xRow,
            float mean,
            float inverseDeviation,
            float[] weight,
            float[] dy,
            int dyRow,
            float meanG,
            float meanGn,
            float[] dx,
            int dxRow) {
        FloatVector center = FloatVector.broadcast(SPECIES, mean);
        FloatVector scale = FloatVector.broadcast(SPECIES, inverseDeviation);
        FloatVector shift = FloatVector.broadcast(SPECIES, meanG);
        FloatVector along = FloatVector.broadcast(SPECIES, -meanGn);
        for (int c = 0; c < channels; c += LANES) {
            FloatVector n =
                    FloatVector.fromArray(SPECIES, x, xRow + c).sub(center).mul(scale);
            FloatVector g =
                    FloatVector.fromArray(SPECIES, dy, dyRow + c).mul(FloatVector.fromArray(SPECIES, weight, c));
            n.fma(along, g.sub(shift)).mul(scale).intoArray(dx, dxRow + c);
        }
    }
}
