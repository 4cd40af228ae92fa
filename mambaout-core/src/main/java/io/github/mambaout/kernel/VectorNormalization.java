package io.github.mambaout.kernel;

import jdk.incubator.vector.FloatVector;
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

    private static final ThreadLocal<float[]> LANE_SUMS = ThreadLocal.withInitial(() -> new float[2 * ROWS * LANES]);

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
        float[] sums = LANE_SUMS.get();
        for (int first = 0; first < rows; first += ROWS) {
            int end = Math.min(rows, first + ROWS);
            for (int r = first; r < end; r++) {
                sum(channels, x, xOffset + r * xStride, sums, (r - first) * LANES);
            }
            for (int r = first; r < end; r++) {
                mean[r] = lanes(sums, (r - first) * LANES) / channels;
            }
            for (int r = first; r < end; r++) {
                sumOfSquares(channels, x, xOffset + r * xStride, mean[r], sums, (r - first) * LANES);
            }
            for (int r = first; r < end; r++) {
                inverseDeviation[r] = (float) (1 / Math.sqrt(lanes(sums, (r - first) * LANES) / channels + epsilon));
            }
            for (int r = first; r < end; r++) {
                normalize(
                        channels,
                        x,
                        xOffset + r * xStride,
                        mean[r],
                        inverseDeviation[r],
                        weight,
                        bias,
                        y,
                        yOffset + r * yStride);
            }
        }
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
        float[] sums = LANE_SUMS.get();
        for (int r = 0; r < rows; r++) {
            int xRow = xOffset + r * xStride;
            int dyRow = dyOffset + r * dyStride;
            addProducts(channels, x, xRow, mean[r], inverseDeviation[r], weight, dy, dyRow, dWeight, dBias, sums);
            float meanG = lanes(sums, 0) / channels;
            float meanGn = lanes(sums, LANES) / channels;
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

    /** Sum of a vector's lanes as a tree of fixed form; the order of {@code reduceLanes} is open and differs between compilers. */
    private static float lanes(float[] sums, int offset) {
        return switch (LANES) {
            case 16 ->
                (fourLanes(sums, offset) + fourLanes(sums, offset + 4))
                        + (fourLanes(sums, offset + 8) + fourLanes(sums, offset + 12));
            case 8 -> fourLanes(sums, offset) + fourLanes(sums, offset + 4);
            case 4 -> fourLanes(sums, offset);
            default -> anyLanes(sums, offset);
        };
    }

    private static float fourLanes(float[] sums, int offset) {
        return (sums[offset] + sums[offset + 1]) + (sums[offset + 2] + sums[offset + 3]);
    }

    private static float anyLanes(float[] sums, int offset) {
        float sum = sums[offset];
        for (int i = 1; i < LANES; i++) {
            sum += sums[offset + i];
        }
        return sum;
    }

    private static void sum(int channels, float[] x, int offset, float[] sums, int slot) {
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = even;
        int c = 0;
        for (; c + LANES < channels; c += 2 * LANES) {
            even = even.add(FloatVector.fromArray(SPECIES, x, offset + c));
            odd = odd.add(FloatVector.fromArray(SPECIES, x, offset + c + LANES));
        }
        if (c < channels) {
            even = even.add(FloatVector.fromArray(SPECIES, x, offset + c));
        }
        even.add(odd).intoArray(sums, slot);
    }

    private static void sumOfSquares(int channels, float[] x, int offset, float mean, float[] sums, int slot) {
        FloatVector center = FloatVector.broadcast(SPECIES, mean);
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = even;
        int c = 0;
        for (; c + 2 * LANES < channels; c += 2 * LANES) {
            FloatVector d = FloatVector.fromArray(SPECIES, x, offset + c).sub(center);
            FloatVector e =
                    FloatVector.fromArray(SPECIES, x, offset + c + LANES).sub(center);
            even = d.fma(d, even);
            odd = e.fma(e, odd);
        }
        if (c + LANES < channels) {
            FloatVector d = FloatVector.fromArray(SPECIES, x, offset + c).sub(center);
            even = d.fma(d, even);
            c += LANES;
        }
        FloatVector last = FloatVector.fromArray(SPECIES, x, offset + c)
                .sub(center)
                .mul(FloatVector.fromArray(SPECIES, KEEP, LANES - (channels - c)));
        last.fma(last, even.add(odd)).intoArray(sums, slot);
    }

    private static void normalize(
            int channels,
            float[] x,
            int xRow,
            float mean,
            float inverseDeviation,
            float[] weight,
            float[] bias,
            float[] y,
            int yRow) {
        FloatVector center = FloatVector.broadcast(SPECIES, mean);
        FloatVector scale = FloatVector.broadcast(SPECIES, inverseDeviation);
        for (int c = 0; c < channels; c += LANES) {
            FloatVector.fromArray(SPECIES, x, xRow + c)
                    .sub(center)
                    .mul(scale)
                    .fma(FloatVector.fromArray(SPECIES, weight, c), FloatVector.fromArray(SPECIES, bias, c))
                    .intoArray(y, yRow + c);
        }
    }

    /** Adds to the parameters' gradients and stores the lane sums of g and of g·n. */
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
        sumG.intoArray(sums, 0);
        sumGn.intoArray(sums, LANES);
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
