package io.github.mambaout.kernel;

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

    /** {@link Kernels#selectiveScan} for a group of any number of lanes. */
    static void scan(
            int lanes,
            int length,
            int states,
            float[] u,
            int uOffset,
            float[] delta,
            int deltaOffset,
            int stride,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] c,
            int cOffset,
            int stateStride,
            float[] d,
            int dOffset,
            float[] h,
            int hOffset,
            float[] y,
            int yOffset) {
        float[] input = new float[lanes];
        float[] sum = new float[lanes];
        for (int t = 0; t < length; t++) {
            int us = uOffset + t * stride;
            int ds = deltaOffset + t * stride;
            for (int l = 0; l < lanes; l++) {
                input[l] = delta[ds + l] * u[us + l];
                sum[l] = d[dOffset + l] * u[us + l];
            }
            for (int n = 0; n < states; n++) {
                float into = b[bOffset + t * stateStride + n];
                float out = c[cOffset + t * stateStride + n];
                int as = aOffset + n * lanes;
                int hs = hOffset + n * lanes;
                for (int l = 0; l < lanes; l++) {
                    float state = Math.fma(exp(delta[ds + l] * a[as + l]), h[hs + l], input[l] * into);
                    h[hs + l] = state;
                    sum[l] = Math.fma(out, state, sum[l]);
                }
            }
            System.arraycopy(sum, 0, y, yOffset + t * stride, lanes);
        }
    }

    /** {@link Kernels#selectiveScanGradient} for a group of any number of lanes. */
    static void gradient(
            int lanes,
            int length,
            int states,
            float[] u,
            int uOffset,
            float[] delta,
            int deltaOffset,
            int stride,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] c,
            int cOffset,
            int stateStride,
            float[] d,
            int dOffset,
            float[] h,
            int hOffset,
            float[] dy,
            int dyOffset,
            float[] dh,
            int dhOffset,
            float[] du,
            int duOffset,
            float[] dDelta,
            int dDeltaOffset,
            float[] da,
            int daOffset,
            float[] db,
            int dbOffset,
            float[] dc,
            int dcOffset,
            float[] dd,
            int ddOffset) {
        int size = states * lanes;
        int decayOffset = hOffset + (length + 1) * size;
        recompute(
                lanes,
                length,
                states,
                u,
                uOffset,
                delta,
                deltaOffset,
                stride,
                a,
                aOffset,
                b,
                bOffset,
                stateStride,
                h,
                hOffset);
        float[] toInput = new float[lanes];
        float[] toDelta = new float[lanes];
        float[] forB = new float[lanes];
        float[] forC = new float[lanes];
        for (int t = length - 1; t >= 0; t--) {
            int us = uOffset + t * stride;
            int ds = deltaOffset + t * stride;
            int gs = dyOffset + t * stride;
            for (int l = 0; l < lanes; l++) {
                toInput[l] = 0;
                toDelta[l] = 0;
                dd[ddOffset + l] += dy[gs + l] * u[us + l];
            }
            for (int n = 0; n < states; n++) {
                float into = b[bOffset + t * stateStride + n];
                float out = c[cOffset + t * stateStride + n];
                int as = n * lanes;
                int before = hOffset + t * size + n * lanes;
                int decays = decayOffset + t * size + n * lanes;
                for (int l = 0; l < lanes; l++) {
                    float gradient = Math.fma(out, dy[gs + l], dh[dhOffset + as + l]);
                    float decay = h[decays + l];
                    float kept = gradient * decay * h[before + l];
                    forB[l] = gradient * delta[ds + l] * u[us + l];
                    forC[l] = dy[gs + l] * h[before + size + l];
                    toInput[l] = Math.fma(gradient, into, toInput[l]);
                    toDelta[l] = Math.fma(kept, a[aOffset + as + l], toDelta[l]);
                    da[daOffset + as + l] = Math.fma(kept, delta[ds + l], da[daOffset + as + l]);
                    dh[dhOffset + as + l] = gradient * decay;
                }
                db[dbOffset + t * stateStride + n] += sumInHalves(forB);
                dc[dcOffset + t * stateStride + n] += sumInHalves(forC);
            }
            for (int l = 0; l < lanes; l++) {
                float input = u[us + l];
                du[duOffset + t * stride + l] = Math.fma(toInput[l], delta[ds + l], d[dOffset + l] * dy[gs + l]);
                dDelta[dDeltaOffset + t * stride + l] = Math.fma(toInput[l], input, toDelta[l]);
            }
        }
    }

    /** The states after each step, and behind them the decays of each step. */
    private static void recompute(
            int lanes,
            int length,
            int states,
            float[] u,
            int uOffset,
            float[] delta,
            int deltaOffset,
            int stride,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int stateStride,
            float[] h,
            int hOffset) {
        int size = states * lanes;
        int decayOffset = hOffset + (length + 1) * size;
        for (int t = 0; t < length; t++) {
            int us = uOffset + t * stride;
            int ds = deltaOffset + t * stride;
            for (int n = 0; n < states; n++) {
                float into = b[bOffset + t * stateStride + n];
                int as = aOffset + n * lanes;
                int before = hOffset + t * size + n * lanes;
                int decays = decayOffset + t * size + n * lanes;
                for (int l = 0; l < lanes; l++) {
                    float decay = exp(delta[ds + l] * a[as + l]);
                    h[decays + l] = decay;
                    h[before + size + l] = Math.fma(decay, h[before + l], delta[ds + l] * u[us + l] * into);
                }
            }
        }
    }

    /** Adds the upper half to the lower one until one value is left; the values are used up. */
    private static float sumInHalves(float[] values) {
        for (int half = values.length / 2; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                values[l] += values[half + l];
            }
        }
        return values[0];
    }
}
