package io.github.mambaout.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The selective scan of {@link VectorKernels}: a group of channels is one vector. Steps are the outer loop and states the
 * inner one, so a step's u, Δ and y stay in registers while the states, 1 KB for N = 16, stay in first-level cache; the states
 * of a step do not wait for one another. On the way back the states and decays of a piece are computed once into scratch, and
 * the products whose lanes must be summed replace them there, to be summed when all steps are done.
 */
final class VectorScan {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();
    /** Rotations of the lanes; those of as many lanes as there are, or more, are not used. */
    private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(SPECIES, 8, 1, true);

    private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(SPECIES, 4, 1, true);
    private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(SPECIES, 2, 1, true);
    private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(SPECIES, 1, 1, true);
    private static final int EXPONENT_BIAS = 127;
    private static final int EXPONENT_SHIFT = 23;

    private VectorScan() {}

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    private static FloatVector load(float[] values, int offset) {
        return FloatVector.fromArray(SPECIES, values, offset);
    }

    /** x / ln 2, rounded, still with the number that rounds it; its lowest bits are the whole number. */
    private static FloatVector rounded(FloatVector clamped) {
        return clamped.fma(constant(PlainScan.LOG2_E), constant(PlainScan.ROUNDING));
    }

    private static FloatVector clamped(FloatVector x) {
        return x.max(constant(PlainScan.LEAST)).min(constant(PlainScan.LARGEST));
    }

    private static FloatVector remainder(FloatVector clamped, FloatVector rounded) {
        FloatVector whole = rounded.sub(constant(PlainScan.ROUNDING));
        return whole.fma(constant(-PlainScan.LN2_LOW), whole.fma(constant(-PlainScan.LN2_HIGH), clamped));
    }

    /** {@code (eʳ − 1 − r) / r²}. */
    private static FloatVector curve(FloatVector r) {
        FloatVector p = r.fma(constant(PlainScan.EXP_6), constant(PlainScan.EXP_5));
        p = p.fma(r, constant(PlainScan.EXP_4));
        p = p.fma(r, constant(PlainScan.EXP_3));
        p = p.fma(r, constant(PlainScan.EXP_2));
        return p.fma(r, constant(PlainScan.EXP_1));
    }

    /** 2 to the power of the whole number: the lowest bits become the exponent, and shifting drops all others. */
    private static FloatVector power(FloatVector rounded) {
        IntVector exponent = rounded.reinterpretAsInts().add(EXPONENT_BIAS);
        return exponent.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT).reinterpretAsFloats();
    }

    /** {@link PlainScan#exp}, operation by operation. */
    private static FloatVector exp(FloatVector x) {
        FloatVector clamped = clamped(x);
        FloatVector rounded = rounded(clamped);
        FloatVector r = remainder(clamped, rounded);
        return curve(r).fma(r.mul(r), r.add(1)).mul(power(rounded));
    }

    private static FloatVector expLess1(FloatVector x) {
        FloatVector clamped = clamped(x);
        FloatVector rounded = rounded(clamped);
        FloatVector r = remainder(clamped, rounded);
        FloatVector scale = power(rounded);
        return scale.fma(curve(r).fma(r.mul(r), r), scale.sub(1));
    }

    static void softplus(int count, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector e = exp(value.abs().neg());
            FloatVector p = e.fma(constant(PlainScan.LOG_8), constant(PlainScan.LOG_7));
            p = p.fma(e, constant(PlainScan.LOG_6));
            p = p.fma(e, constant(PlainScan.LOG_5));
            p = p.fma(e, constant(PlainScan.LOG_4));
            p = p.fma(e, constant(PlainScan.LOG_3));
            p = p.fma(e, constant(PlainScan.LOG_2));
            p = p.fma(e, constant(PlainScan.LOG_1));
            p = p.fma(e, constant(PlainScan.LOG_0));
            p.fma(e, value.max(constant(0))).intoArray(y, yOffset + i);
        }
    }

    static void softplusGradient(
            int count, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < count; i += LANES) {
            expLess1(load(y, yOffset + i).neg())
                    .mul(load(dy, dyOffset + i).neg())
                    .intoArray(dx, dxOffset + i);
        }
    }

    static void scan(
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
        for (int t = 0; t < length; t++) {
            step(
                    states,
                    u,
                    uOffset + t * stride,
                    delta,
                    deltaOffset + t * stride,
                    a,
                    aOffset,
                    b,
                    bOffset + t * stateStride,
                    c,
                    cOffset + t * stateStride,
                    d,
                    dOffset,
                    h,
                    hOffset,
                    y,
                    yOffset + t * stride);
        }
    }

    private static void step(
            int states,
            float[] u,
            int uOffset,
            float[] delta,
            int deltaOffset,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] c,
            int cOffset,
            float[] d,
            int dOffset,
            float[] h,
            int hOffset,
            float[] y,
            int yOffset) {
        FloatVector width = load(delta, deltaOffset);
        FloatVector input = load(u, uOffset);
        FloatVector sum = input.mul(load(d, dOffset));
        FloatVector weighted = width.mul(input);
        int lane = 0;
        for (int n = 0; n < states; n++) {
            FloatVector decay = exp(width.mul(load(a, aOffset + lane)));
            FloatVector state = decay.fma(load(h, hOffset + lane), weighted.mul(constant(b[bOffset + n])));
            state.intoArray(h, hOffset + lane);
            sum = state.fma(constant(c[cOffset + n]), sum);
            lane += LANES;
        }
        sum.intoArray(y, yOffset);
    }

    static void gradient(
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
        int size = states * LANES;
        int decays = hOffset + (length + 1) * size;
        for (int t = 0; t < length; t++) {
            recompute(
                    states,
                    u,
                    uOffset + t * stride,
                    delta,
                    deltaOffset + t * stride,
                    a,
                    aOffset,
                    b,
                    bOffset + t * stateStride,
                    h,
                    hOffset + t * size,
                    decays + t * size);
        }
        for (int t = length - 1; t >= 0; t--) {
            stepBack(
                    states,
                    u,
                    uOffset + t * stride,
                    delta,
                    deltaOffset + t * stride,
                    a,
                    aOffset,
                    b,
                    bOffset + t * stateStride,
                    c,
                    cOffset + t * stateStride,
                    d,
                    dOffset,
                    h,
                    hOffset + t * size,
                    decays + t * size,
                    dy,
                    dyOffset + t * stride,
                    dh,
                    dhOffset,
                    du,
                    duOffset + t * stride,
                    dDelta,
                    dDeltaOffset + t * stride,
                    da,
                    daOffset);
            load(dy, dyOffset + t * stride)
                    .fma(load(u, uOffset + t * stride), load(dd, ddOffset))
                    .intoArray(dd, ddOffset);
        }
        for (int t = 0; t < length; t++) {
            addLanes(states, h, decays + t * size, db, dbOffset + t * stateStride);
            addLanes(states, h, hOffset + (t + 1) * size, dc, dcOffset + t * stateStride);
        }
    }

    private static void recompute(
            int states,
            float[] u,
            int uOffset,
            float[] delta,
            int deltaOffset,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] h,
            int hOffset,
            int decays) {
        FloatVector width = load(delta, deltaOffset);
        FloatVector weighted = width.mul(load(u, uOffset));
        int after = hOffset + states * LANES;
        int lane = 0;
        for (int n = 0; n < states; n++) {
            FloatVector decay = exp(width.mul(load(a, aOffset + lane)));
            decay.intoArray(h, decays + lane);
            decay.fma(load(h, hOffset + lane), weighted.mul(constant(b[bOffset + n])))
                    .intoArray(h, after + lane);
            lane += LANES;
        }
    }

    /** One step from its end to its beginning; leaves dB's products in place of the decays, dC's in place of the states. */
    private static void stepBack(
            int states,
            float[] u,
            int uOffset,
            float[] delta,
            int deltaOffset,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            float[] c,
            int cOffset,
            float[] d,
            int dOffset,
            float[] h,
            int hOffset,
            int decays,
            float[] dy,
            int dyOffset,
            float[] dh,
            int dhOffset,
            float[] du,
            int duOffset,
            float[] dDelta,
            int dDeltaOffset,
            float[] da,
            int daOffset) {
        FloatVector width = load(delta, deltaOffset);
        FloatVector input = load(u, uOffset);
        FloatVector upstream = load(dy, dyOffset);
        FloatVector weighted = width.mul(input);
        FloatVector toInput = constant(0);
        FloatVector toWidth = constant(0);
        int after = hOffset + states * LANES;
        int lane = 0;
        for (int n = 0; n < states; n++) {
            FloatVector gradient = upstream.fma(constant(c[cOffset + n]), load(dh, dhOffset + lane));
            FloatVector decayed = gradient.mul(load(h, decays + lane));
            FloatVector kept = decayed.mul(load(h, hOffset + lane));
            decayed.intoArray(dh, dhOffset + lane);
            toInput = gradient.fma(constant(b[bOffset + n]), toInput);
            toWidth = kept.fma(load(a, aOffset + lane), toWidth);
            kept.fma(width, load(da, daOffset + lane)).intoArray(da, daOffset + lane);
            gradient.mul(weighted).intoArray(h, decays + lane);
            upstream.mul(load(h, after + lane)).intoArray(h, after + lane);
            lane += LANES;
        }
        toInput.fma(width, upstream.mul(load(d, dOffset))).intoArray(du, duOffset);
        toInput.fma(input, toWidth).intoArray(dDelta, dDeltaOffset);
    }

    /** Adds each group's lanes to a number, in halves: {@code reduceLanes} leaves the order open. */
    private static void addLanes(int groups, float[] values, int offset, float[] sums, int sumOffset) {
        int from = offset;
        for (int n = 0; n < groups; n++) {
            FloatVector sum = load(values, from);
            sum = LANES > 8 ? sum.add(sum.rearrange(BY_8)) : sum;
            sum = LANES > 4 ? sum.add(sum.rearrange(BY_4)) : sum;
            sum = LANES > 2 ? sum.add(sum.rearrange(BY_2)) : sum;
            sum = LANES > 1 ? sum.add(sum.rearrange(BY_1)) : sum;
            sums[sumOffset + n] += sum.lane(0);
            from += LANES;
        }
    }
}
