package io.github.mambaout.kernel;

/**
 * The pointwise functions of {@link PlainKernels}, by the formulas of {@link VectorActivations}: {@code max(x, 0) − z·t(z)} with {@code z =
 * |x|}. A piece of the values goes through one short loop after another, since the JIT compiler vectorises short bodies only, and none
 * with a branch.
 */
final class PlainActivations {
    /** Values of a piece; its five arrays fit the first-level cache. */
    private static final int PIECE = 512;

    /** So large that its product with any x beyond rounding is above 1. */
    private static final float STEEP = 1e30f;

    private static final ThreadLocal<PlainActivations> TILES = ThreadLocal.withInitial(PlainActivations::new);

    private final float[] input = new float[PIECE];
    private final float[] distance = new float[PIECE];
    private final float[] tail = new float[PIECE];
    private final float[] density = new float[PIECE];
    private final float[] value = new float[PIECE];
    private final float[] slope = new float[PIECE];
    private final float[] factor = new float[PIECE];

    private PlainActivations() {}

    static void activate(Activation f, int count, float[] x, int xOffset, float[] y, int yOffset) {
        PlainActivations tiles = TILES.get();
        for (int done = 0; done < count; done += PIECE) {
            int size = Math.min(PIECE, count - done);
            tiles.readTail(f, size, x, xOffset + done);
            value(size, tiles.input, tiles.distance, tiles.tail, tiles.value);
            System.arraycopy(tiles.value, 0, y, yOffset + done, size);
        }
    }

    static void activateGradient(
            Activation f, int count, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        PlainActivations tiles = TILES.get();
        for (int done = 0; done < count; done += PIECE) {
            int size = Math.min(PIECE, count - done);
            tiles.readTail(f, size, x, xOffset + done);
            tiles.computeSlope(f, size);
            System.arraycopy(dy, dyOffset + done, tiles.factor, 0, size);
            multiply(size, tiles.factor, tiles.slope);
            System.arraycopy(tiles.slope, 0, dx, dxOffset + done, size);
        }
    }

    static void gate(Activation f, int count, float[] g, int gOffset, float[] v, int vOffset, float[] y, int yOffset) {
        PlainActivations tiles = TILES.get();
        for (int done = 0; done < count; done += PIECE) {
            int size = Math.min(PIECE, count - done);
            tiles.readTail(f, size, g, gOffset + done);
            value(size, tiles.input, tiles.distance, tiles.tail, tiles.value);
            System.arraycopy(v, vOffset + done, tiles.factor, 0, size);
            multiply(size, tiles.factor, tiles.value);
            System.arraycopy(tiles.value, 0, y, yOffset + done, size);
        }
    }

    static void gateGradient(
            Activation f,
            int count,
            float[] g,
            int gOffset,
            float[] v,
            int vOffset,
            float[] dy,
            int dyOffset,
            float[] dg,
            int dgOffset,
            float[] dv,
            int dvOffset) {
        PlainActivations tiles = TILES.get();
        for (int done = 0; done < count; done += PIECE) {
            int size = Math.min(PIECE, count - done);
            tiles.readTail(f, size, g, gOffset + done);
            value(size, tiles.input, tiles.distance, tiles.tail, tiles.value);
            tiles.computeSlope(f, size);
            System.arraycopy(v, vOffset + done, tiles.factor, 0, size);
            multiply(size, tiles.factor, tiles.slope);
            System.arraycopy(dy, dyOffset + done, tiles.factor, 0, size);
            multiply(size, tiles.factor, tiles.slope);
            multiply(size, tiles.factor, tiles.value);
            System.arraycopy(tiles.slope, 0, dg, dgOffset + done, size);
            System.arraycopy(tiles.value, 0, dv, dvOffset + done, size);
        }
    }

    private void readTail(Activation f, int size, float[] x, int offset) {
        System.arraycopy(x, offset, input, 0, size);
        switch (f) {
            case GELU -> {
                distance(size, input, ActivationPolynomials.TAIL_END, distance);
                geluPolynomial(size, distance, tail);
                sixteenthPower(size, tail);
            }
            case SILU -> {
                distance(size, input, ActivationPolynomials.DECAY_END, distance);
                decayPolynomial(size, distance, tail);
                sixteenthPower(size, tail);
                logistic(size, tail);
            }
        }
    }

    private void computeSlope(Activation f, int size) {
        switch (f) {
            case GELU -> {
                halfSquare(size, distance, slope);
                decayPolynomial(size, slope, density);
                sixteenthPower(size, density);
                scale(size, ActivationPolynomials.INVERSE_SQRT_2PI, density);
            }
            case SILU -> logisticDensity(size, tail, density);
        }
        slope(size, input, distance, tail, density, slope);
    }

    private static void distance(int size, float[] x, float end, float[] z) {
        for (int i = 0; i < size; i++) {
            z[i] = Math.min(Math.abs(x[i]), end);
        }
    }

    private static void geluPolynomial(int size, float[] z, float[] p) {
        for (int i = 0; i < size; i++) {
            float u = z[i];
            float q = Math.fma(ActivationPolynomials.TAIL_7, u, ActivationPolynomials.TAIL_6);
            q = Math.fma(q, u, ActivationPolynomials.TAIL_5);
            q = Math.fma(q, u, ActivationPolynomials.TAIL_4);
            q = Math.fma(q, u, ActivationPolynomials.TAIL_3);
            q = Math.fma(q, u, ActivationPolynomials.TAIL_2);
            q = Math.fma(q, u, ActivationPolynomials.TAIL_1);
            p[i] = Math.fma(q, u, ActivationPolynomials.TAIL_0);
        }
    }

    private static void decayPolynomial(int size, float[] z, float[] p) {
        for (int i = 0; i < size; i++) {
            float u = z[i];
            float q = Math.fma(ActivationPolynomials.DECAY_7, u, ActivationPolynomials.DECAY_6);
            q = Math.fma(q, u, ActivationPolynomials.DECAY_5);
            q = Math.fma(q, u, ActivationPolynomials.DECAY_4);
            q = Math.fma(q, u, ActivationPolynomials.DECAY_3);
            q = Math.fma(q, u, ActivationPolynomials.DECAY_2);
            q = Math.fma(q, u, ActivationPolynomials.DECAY_1);
            p[i] = Math.fma(q, u, ActivationPolynomials.DECAY_0);
        }
    }

    private static void sixteenthPower(int size, float[] p) {
        for (int i = 0; i < size; i++) {
            float q = p[i] * p[i];
            q *= q;
            q *= q;
            p[i] = q * q;
        }
    }

    /** {@code 1 / (1 + eᶻ)} from {@code e⁻ᶻ}. */
    private static void logistic(int size, float[] e) {
        for (int i = 0; i < size; i++) {
            e[i] = e[i] / (e[i] + 1);
        }
    }

    private static void logisticDensity(int size, float[] tail, float[] density) {
        for (int i = 0; i < size; i++) {
            density[i] = tail[i] * (1 - tail[i]);
        }
    }

    private static void halfSquare(int size, float[] z, float[] u) {
        for (int i = 0; i < size; i++) {
            u[i] = z[i] * z[i] * 0.5f;
        }
    }

    private static void scale(int size, float factor, float[] values) {
        for (int i = 0; i < size; i++) {
            values[i] *= factor;
        }
    }

    private static void value(int size, float[] x, float[] z, float[] tail, float[] y) {
        for (int i = 0; i < size; i++) {
            y[i] = Math.fma(-z[i], tail[i], Math.max(x[i], 0));
        }
    }

    /** The slope at −|x| is s = tail − z·density; at |x| it is 1 − s. */
    private static void slope(int size, float[] x, float[] z, float[] tail, float[] density, float[] slope) {
        for (int i = 0; i < size; i++) {
            float left = Math.fma(-z[i], density[i], tail[i]);
            // 1 for x above 0 and 0 below: a loop with a condition is not vectorised. In between both slopes are one
            // half.
            float right = Math.min(Math.max(x[i] * STEEP, 0), 1);
            slope[i] = Math.fma(right, 1 - 2 * left, left);
        }
    }

    private static void multiply(int size, float[] a, float[] y) {
        for (int i = 0; i < size; i++) {
            y[i] *= a[i];
        }
    }
}
