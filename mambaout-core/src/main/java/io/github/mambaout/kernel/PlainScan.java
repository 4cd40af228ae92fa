package io.github.mambaout.kernel;

import java.util.Arrays;

/** The selective scan in loops over the lanes of a group, for every provider that has nothing faster. */
final class PlainScan {
    /** e to the power of less, and of more, is no normal number. */
    static final float LEAST = -87;

    static final float LARGEST = 88;
    static final float LOG2_E = 1.44269504f;
    /** 1.5 · 2²³: adding it and taking it away again rounds to a whole number. */
    static final float ROUNDING = 12582912f;
    /** ln 2 in two parts, the first one short enough that its products with whole numbers are exact. */
    static final float LN2_HIGH = 0.693359375f;

    static final float LN2_LOW = -2.12194440e-4f;
    /** {@code eʳ = 1 + r + r²·(EXP_1 + EXP_2·r + …)} for r within ±½ ln 2, fitted (Cephes). */
    static final float EXP_1 = 5.0000001201e-1f;

    static final float EXP_2 = 1.6666665459e-1f;
    static final float EXP_3 = 4.1665795894e-2f;
    static final float EXP_4 = 8.3334519073e-3f;
    static final float EXP_5 = 1.3981999507e-3f;
    static final float EXP_6 = 1.9875691500e-4f;

    /** {@code 2ˣ = 1 + x·(POWER_1 + POWER_2·x + …)} for x within ±½, fitted in float64 for the least relative error: 9e-8. */
    static final float POWER_1 = 0.693147004f;

    static final float POWER_2 = 0.240222424f;
    static final float POWER_3 = 0.0555073358f;
    static final float POWER_4 = 0.00967151299f;
    static final float POWER_5 = 0.00132647273f;
    /** The bits of {@link #ROUNDING} − 126, whose power of 2 is the least normal number. */
    static final int LEAST_ROUNDED = 0x4B400000 - 126;

    /** {@code ln(1 + e) = e·(LOG_0 + LOG_1·e + …)} for e from 0 to 1, fitted in float64 for the least relative error: 2e-7. */
    static final float LOG_0 = 1;

    static final float LOG_1 = -0.49999552965164185f;
    static final float LOG_2 = 0.33320343494415283f;
    static final float LOG_3 = -0.24852941930294037f;
    static final float LOG_4 = 0.19145098328590393f;
    static final float LOG_5 = -0.13746583461761475f;
    static final float LOG_6 = 0.07921028137207031f;
    static final float LOG_7 = -0.03011067770421505f;
    static final float LOG_8 = 0.005383989308029413f;

    private PlainScan() {}

    /**
     * @param x any number
     * @return e to the x, relative error below 2e-7 for -87 to 88; what would be smaller is nearly 0, what would be larger is e⁸⁸
     */
    static float exp(float x) {
        float clamped = Math.min(Math.max(x, LEAST), LARGEST);
        float rounded = Math.fma(clamped, LOG2_E, ROUNDING);
        float whole = rounded - ROUNDING;
        float r = Math.fma(whole, -LN2_LOW, Math.fma(whole, -LN2_HIGH, clamped));
        float p = Math.fma(r, EXP_6, EXP_5);
        p = Math.fma(p, r, EXP_4);
        p = Math.fma(p, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(p, r, EXP_1);
        p = Math.fma(p, r * r, r + 1);
        // The lowest bits of what was rounded are the whole number, and shifting drops all others.
        return p * Float.intBitsToFloat((Float.floatToRawIntBits(rounded) + 127) << 23);
    }

    /** @return e to the x, less 1, with the same relative error also near 0 */
    private static float expLess1(float x) {
        float clamped = Math.min(Math.max(x, LEAST), LARGEST);
        float rounded = Math.fma(clamped, LOG2_E, ROUNDING);
        float whole = rounded - ROUNDING;
        float r = Math.fma(whole, -LN2_LOW, Math.fma(whole, -LN2_HIGH, clamped));
        float p = Math.fma(r, EXP_6, EXP_5);
        p = Math.fma(p, r, EXP_4);
        p = Math.fma(p, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(p, r, EXP_1);
        p = Math.fma(p, r * r, r);
        float scale = Float.intBitsToFloat((Float.floatToRawIntBits(rounded) + 127) << 23);
        return Math.fma(scale, p, scale - 1);
    }

    /** {@link Kernels#exponential}. */
    static void exponential(int count, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i++) {
            y[yOffset + i] = exp(x[xOffset + i]);
        }
    }

    /** {@link Kernels#softplus}: {@code max(x, 0) + ln(1 + e^−|x|)}. */
    static void softplus(int count, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i++) {
            float value = x[xOffset + i];
            float e = exp(-Math.abs(value));
            float p = Math.fma(e, LOG_8, LOG_7);
            p = Math.fma(p, e, LOG_6);
            p = Math.fma(p, e, LOG_5);
            p = Math.fma(p, e, LOG_4);
            p = Math.fma(p, e, LOG_3);
            p = Math.fma(p, e, LOG_2);
            p = Math.fma(p, e, LOG_1);
            p = Math.fma(p, e, LOG_0);
            y[yOffset + i] = Math.fma(p, e, Math.max(value, 0));
        }
    }

    /** {@link Kernels#softplusGradient}. */
    static void softplusGradient(
            int count, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < count; i++) {
            dx[dxOffset + i] = -dy[dyOffset + i] * expLess1(-y[yOffset + i]);
        }
    }

    /**
     * The decay of a state over a step. 2 to the power of a number is taken where it is used, so that a whole number and the rest
     * of a product cost one operation each.
     *
     * @param scaled {@code Δ · LOG2_E}, at least 0
     * @param rate A, at most 0
     * @return {@code exp(Δ · A)}; nearly 0 where it is no normal number
     */
    static float decay(float scaled, float rate) {
        float rounded = Math.fma(scaled, rate, ROUNDING);
        float rest = Math.fma(scaled, rate, ROUNDING - rounded);
        float p = Math.fma(rest, POWER_5, POWER_4);
        p = Math.fma(p, rest, POWER_3);
        p = Math.fma(p, rest, POWER_2);
        p = Math.fma(p, rest, POWER_1);
        p = Math.fma(p, rest, 1);
        // The lowest bits of what was rounded are the whole number, and shifting drops all others.
        int exponent = Math.max(Float.floatToRawIntBits(rounded), LEAST_ROUNDED);
        return Float.intBitsToFloat(Float.floatToRawIntBits(p) + (exponent << 23));
    }

    /** {@link Kernels#selectiveScan} for a group of any number of lanes. */
    static void scan(int group, int length, ScanTile tile) {
        int lanes = tile.lanes();
        int states = tile.states();
        int first = group * lanes;
        float[] u = tile.u();
        float[] delta = tile.delta();
        float[] a = tile.a();
        float[] h = tile.h();
        float[] scaled = new float[lanes];
        float[] weighted = new float[lanes];
        float[] sum = new float[lanes];
        for (int t = 0; t < length; t++) {
            int row = first + t * tile.stride();
            for (int l = 0; l < lanes; l++) {
                scaled[l] = delta[row + l] * LOG2_E;
                weighted[l] = delta[row + l] * u[row + l];
                sum[l] = u[row + l] * tile.d()[first + l];
            }
            for (int n = 0; n < states; n++) {
                float into = tile.b()[n * ScanTile.STEPS + t];
                float out = tile.c()[n * ScanTile.STEPS + t];
                int at = (group * states + n) * lanes;
                for (int l = 0; l < lanes; l++) {
                    h[at + l] = Math.fma(decay(scaled[l], a[at + l]), h[at + l], weighted[l] * into);
                    sum[l] = Math.fma(h[at + l], out, sum[l]);
                }
            }
            System.arraycopy(sum, 0, u, row, lanes);
        }
    }

    /** {@link Kernels#selectiveScanGradient} for a group of any number of lanes. */
    static void gradient(int group, int length, ScanTile tile, ScanTile.Gradients gradients) {
        int lanes = tile.lanes();
        int first = group * lanes;
        float[] u = tile.u();
        float[] delta = tile.delta();
        float[] dy = gradients.dy();
        float[] work = tile.work();
        int toInput = ScanTile.row(0, lanes);
        int toWidth = ScanTile.row(1, lanes);
        Arrays.fill(work, toInput, toInput + length * lanes, 0);
        Arrays.fill(work, toWidth, toWidth + length * lanes, 0);
        for (int n = 0; n < tile.states(); n++) {
            recompute(group, n, length, tile);
            stepsBack(group, n, length, tile, gradients);
        }
        for (int t = 0; t < length; t++) {
            int row = first + t * tile.stride();
            int at = t * lanes;
            for (int l = 0; l < lanes; l++) {
                float input = u[row + l];
                float upstream = dy[row + l];
                gradients.dd()[first + l] = Math.fma(upstream, input, gradients.dd()[first + l]);
                u[row + l] = Math.fma(work[toInput + at + l], delta[row + l], upstream * tile.d()[first + l]);
                delta[row + l] = Math.fma(work[toInput + at + l], input, work[toWidth + at + l]);
            }
        }
    }

    /** The decays of one state, and what it is before and after each step. */
    private static void recompute(int group, int n, int length, ScanTile tile) {
        int lanes = tile.lanes();
        float[] work = tile.work();
        int decays = ScanTile.row(2, lanes);
        int state = ScanTile.row(3, lanes);
        int constant = (group * tile.states() + n) * lanes;
        System.arraycopy(tile.h(), constant, work, state, lanes);
        for (int t = 0; t < length; t++) {
            int row = group * lanes + t * tile.stride();
            int at = t * lanes;
            float into = tile.b()[n * ScanTile.STEPS + t];
            for (int l = 0; l < lanes; l++) {
                float width = tile.delta()[row + l];
                float decay = decay(width * LOG2_E, tile.a()[constant + l]);
                work[decays + at + l] = decay;
                work[state + at + lanes + l] = Math.fma(decay, work[state + at + l], width * tile.u()[row + l] * into);
            }
        }
    }

    /** One state from the end of the piece to its beginning. */
    private static void stepsBack(int group, int n, int length, ScanTile tile, ScanTile.Gradients gradients) {
        int lanes = tile.lanes();
        float[] work = tile.work();
        int toInput = ScanTile.row(0, lanes);
        int toWidth = ScanTile.row(1, lanes);
        int decays = ScanTile.row(2, lanes);
        int state = ScanTile.row(3, lanes);
        int constant = (group * tile.states() + n) * lanes;
        for (int t = length - 1; t >= 0; t--) {
            int row = group * lanes + t * tile.stride();
            int at = t * lanes;
            int shared = (n * ScanTile.STEPS + t) * lanes;
            float into = tile.b()[n * ScanTile.STEPS + t];
            float out = tile.c()[n * ScanTile.STEPS + t];
            for (int l = 0; l < lanes; l++) {
                float upstream = gradients.dy()[row + l];
                float width = tile.delta()[row + l];
                float decay = work[decays + at + l];
                float direct = upstream * out;
                float carried = gradients.dh()[constant + l];
                float gradient = direct + carried;
                float kept = gradient * decay * work[state + at + l];
                gradients.dh()[constant + l] = Math.fma(decay, carried, decay * direct);
                gradients.da()[constant + l] = Math.fma(kept, width, gradients.da()[constant + l]);
                gradients.db()[shared + l] =
                        Math.fma(gradient, width * tile.u()[row + l], gradients.db()[shared + l]);
                gradients.dc()[shared + l] = Math.fma(
                        upstream, work[state + at + lanes + l], gradients.dc()[shared + l]);
                work[toInput + at + l] = Math.fma(gradient, into, work[toInput + at + l]);
                work[toWidth + at + l] = Math.fma(kept, tile.a()[constant + l], work[toWidth + at + l]);
            }
        }
    }

    /** {@link Kernels#sumLanes} for vectors of any number of lanes: adds the upper half to the lower one until one value is left. */
    static void sumLanes(int lanes, int count, float[] vectors, float[] sums) {
        for (int i = 0; i < count; i++) {
            int at = i * lanes;
            for (int half = lanes / 2; half > 0; half /= 2) {
                for (int l = 0; l < half; l++) {
                    vectors[at + l] += vectors[at + half + l];
                }
            }
            sums[i] = vectors[at];
        }
    }
}
