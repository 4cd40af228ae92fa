package io.github.mambaout.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The selective scan of {@link VectorKernels}: a group of channels is one vector. A group's rows are first laid out one vector
 * after another, in first-level cache; then one state at a time is taken over all steps, so that the state and its constants
 * stay in registers and the exponentials of different steps wait for nothing. On the way back the decays and states of a piece
 * are computed once more, two states at a time, into four rows that stay in first-level cache.
 *
 * <p>Loops are flat, and a step loads all it needs before it stores: rows that lie a whole number of pages apart would have it
 * wait otherwise.
 */
final class VectorScan {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int LANES = SPECIES.length();
    private static final int STEPS = ScanTile.STEPS;

    /** Rows of a tile's work: {@code Δ·log₂ e}, {@code Δ·u}, then sums of the output or of what u and Δ receive, … */
    private static final int SCALED = ScanTile.row(0, LANES);

    private static final int WEIGHTED = ScanTile.row(1, LANES);
    private static final int SUM = ScanTile.row(2, LANES);
    private static final int UPSTREAM = ScanTile.row(3, LANES);
    private static final int WIDTH = ScanTile.row(4, LANES);
    private static final int WIDTH_SUM = ScanTile.row(5, LANES);
    private static final int DECAY = ScanTile.row(6, LANES);
    private static final int STATE = ScanTile.row(7, LANES);
    private static final int SECOND_DECAY = ScanTile.row(8, LANES);
    private static final int SECOND_STATE = ScanTile.row(9, LANES);

    /** Lanes whose number has a bit, and the exchange of lanes that differ in it. */
    private static final VectorMask<Float> BIT_8 = lanesWith(8);

    private static final VectorMask<Float> BIT_4 = lanesWith(4);
    private static final VectorMask<Float> BIT_2 = lanesWith(2);
    private static final VectorMask<Float> BIT_1 = lanesWith(1);
    private static final VectorShuffle<Float> EXCHANGE_8 = exchange(8);
    private static final VectorShuffle<Float> EXCHANGE_4 = exchange(4);
    private static final VectorShuffle<Float> EXCHANGE_2 = exchange(2);
    private static final VectorShuffle<Float> EXCHANGE_1 = exchange(1);
    private static final int EXPONENT_BIAS = 127;
    private static final int EXPONENT_SHIFT = 23;

    private VectorScan() {}

    private static VectorMask<Float> lanesWith(int bit) {
        boolean[] lanes = new boolean[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            lanes[lane] = (lane & bit) != 0;
        }
        return VectorMask.fromArray(SPECIES, lanes, 0);
    }

    private static VectorShuffle<Float> exchange(int bit) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ bit) % LANES);
    }

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

    static void exponential(int count, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i += LANES) {
            exp(load(x, xOffset + i)).intoArray(y, yOffset + i);
        }
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

    static void scan(int group, int length, ScanTile tile) {
        if (tile.states() == 1) {
            scanOnlyState(group, length, tile);
            return;
        }
        float[] u = tile.u();
        float[] work = tile.work();
        int first = group * LANES;
        int stride = tile.stride();
        layOut(first, length, tile);
        FloatVector skip = load(tile.d(), first);
        for (int t = 0; t < length; t++) {
            load(u, first + t * stride).mul(skip).intoArray(work, SUM + t * LANES);
        }
        for (int n = 0; n < tile.states(); n++) {
            scanState(length, tile, (group * tile.states() + n) * LANES, n * STEPS);
        }
        for (int t = 0; t < length; t++) {
            load(work, SUM + t * LANES).intoArray(u, first + t * stride);
        }
    }

    /**
     * The same in one pass where there is one state: rows are used once, so that laying them out costs more than it saves. The operations
     * are those of {@link #scanState}.
     */
    private static void scanOnlyState(int group, int length, ScanTile tile) {
        float[] u = tile.u();
        float[] delta = tile.delta();
        float[] b = tile.b();
        float[] c = tile.c();
        int first = group * LANES;
        int stride = tile.stride();
        FloatVector scale = constant(PlainScan.LOG2_E);
        FloatVector rounding = constant(PlainScan.ROUNDING);
        IntVector least = IntVector.broadcast(INTS, PlainScan.LEAST_ROUNDED);
        FloatVector power5 = constant(PlainScan.POWER_5);
        FloatVector power4 = constant(PlainScan.POWER_4);
        FloatVector power3 = constant(PlainScan.POWER_3);
        FloatVector power2 = constant(PlainScan.POWER_2);
        FloatVector power1 = constant(PlainScan.POWER_1);
        FloatVector one = constant(1);
        FloatVector skip = load(tile.d(), first);
        FloatVector rate = load(tile.a(), first);
        FloatVector state = load(tile.h(), first);
        for (int t = 0; t < length; t++) {
            FloatVector width = FloatVector.fromArray(SPECIES, delta, first + t * stride);
            FloatVector input = FloatVector.fromArray(SPECIES, u, first + t * stride);
            FloatVector scaled = width.mul(scale);
            FloatVector rounded = scaled.fma(rate, rounding);
            FloatVector rest = scaled.fma(rate, rounding.sub(rounded));
            FloatVector power = rest.fma(power5, power4)
                    .fma(rest, power3)
                    .fma(rest, power2)
                    .fma(rest, power1)
                    .fma(rest, one);
            IntVector exponent = rounded.reinterpretAsInts().max(least).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            FloatVector decay = power.reinterpretAsInts().add(exponent).reinterpretAsFloats();
            state = decay.fma(state, width.mul(input).mul(FloatVector.broadcast(SPECIES, b[t])));
            state.fma(FloatVector.broadcast(SPECIES, c[t]), input.mul(skip)).intoArray(u, first + t * stride);
        }
        state.intoArray(tile.h(), first);
    }

    private static void layOut(int first, int length, ScanTile tile) {
        float[] u = tile.u();
        float[] delta = tile.delta();
        float[] work = tile.work();
        int stride = tile.stride();
        FloatVector scale = constant(PlainScan.LOG2_E);
        for (int t = 0; t < length; t++) {
            FloatVector width = load(delta, first + t * stride);
            FloatVector input = load(u, first + t * stride);
            width.mul(scale).intoArray(work, SCALED + t * LANES);
            width.mul(input).intoArray(work, WEIGHTED + t * LANES);
        }
    }

    /** One state over all steps; {@link PlainScan#decay}, operation by operation. */
    private static void scanState(int length, ScanTile tile, int constants, int shared) {
        float[] work = tile.work();
        float[] b = tile.b();
        float[] c = tile.c();
        FloatVector rounding = constant(PlainScan.ROUNDING);
        IntVector least = IntVector.broadcast(INTS, PlainScan.LEAST_ROUNDED);
        FloatVector power5 = constant(PlainScan.POWER_5);
        FloatVector power4 = constant(PlainScan.POWER_4);
        FloatVector power3 = constant(PlainScan.POWER_3);
        FloatVector power2 = constant(PlainScan.POWER_2);
        FloatVector power1 = constant(PlainScan.POWER_1);
        FloatVector one = constant(1);
        FloatVector rate = load(tile.a(), constants);
        FloatVector state = load(tile.h(), constants);
        for (int t = 0; t < length; t++) {
            FloatVector scaled = FloatVector.fromArray(SPECIES, work, SCALED + t * LANES);
            FloatVector weighted = FloatVector.fromArray(SPECIES, work, WEIGHTED + t * LANES);
            FloatVector sum = FloatVector.fromArray(SPECIES, work, SUM + t * LANES);
            FloatVector rounded = scaled.fma(rate, rounding);
            FloatVector rest = scaled.fma(rate, rounding.sub(rounded));
            FloatVector power = rest.fma(power5, power4)
                    .fma(rest, power3)
                    .fma(rest, power2)
                    .fma(rest, power1)
                    .fma(rest, one);
            IntVector exponent = rounded.reinterpretAsInts().max(least).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            FloatVector decay = power.reinterpretAsInts().add(exponent).reinterpretAsFloats();
            state = decay.fma(state, weighted.mul(FloatVector.broadcast(SPECIES, b[shared + t])));
            state.fma(FloatVector.broadcast(SPECIES, c[shared + t]), sum).intoArray(work, SUM + t * LANES);
        }
        state.intoArray(tile.h(), constants);
    }

    static void gradient(int group, int length, ScanTile tile, ScanTile.Gradients gradients) {
        int first = group * LANES;
        if (tile.states() == 1) {
            recomputeOnlyState(first, length, tile, gradients);
            onlyStateBack(first, length, tile, gradients);
            return;
        }
        layOut(first, length, tile);
        layOutUpstream(first, length, tile, gradients);
        int pairs = tile.states() / 2 * 2;
        for (int n = 0; n < pairs; n += 2) {
            int constants = (group * tile.states() + n) * LANES;
            recomputeTwo(length, tile, gradients, constants, n * STEPS);
            twoStepsBack(length, tile, gradients, constants, n * STEPS);
        }
        for (int n = pairs; n < tile.states(); n++) {
            int constants = (group * tile.states() + n) * LANES;
            recompute(length, tile, gradients, constants, n * STEPS);
            stepsBack(length, tile, gradients, constants, n * STEPS);
        }
        float[] u = tile.u();
        float[] delta = tile.delta();
        float[] work = tile.work();
        int stride = tile.stride();
        FloatVector skip = load(tile.d(), first);
        for (int t = 0; t < length; t++) {
            FloatVector sum = load(work, SUM + t * LANES);
            FloatVector toWidth = sum.fma(load(u, first + t * stride), load(work, WIDTH_SUM + t * LANES));
            sum.fma(
                            load(delta, first + t * stride),
                            load(work, UPSTREAM + t * LANES).mul(skip))
                    .intoArray(u, first + t * stride);
            toWidth.intoArray(delta, first + t * stride);
        }
    }

    /** {@link #recompute} where there is one state, from the rows as they are, and the gradient of D. */
    private static void recomputeOnlyState(int first, int length, ScanTile tile, ScanTile.Gradients gradients) {
        float[] u = tile.u();
        float[] delta = tile.delta();
        float[] dy = gradients.dy();
        float[] work = tile.work();
        float[] b = tile.b();
        float[] dc = gradients.dc();
        int stride = tile.stride();
        FloatVector scale = constant(PlainScan.LOG2_E);
        FloatVector rounding = constant(PlainScan.ROUNDING);
        IntVector least = IntVector.broadcast(INTS, PlainScan.LEAST_ROUNDED);
        FloatVector power5 = constant(PlainScan.POWER_5);
        FloatVector power4 = constant(PlainScan.POWER_4);
        FloatVector power3 = constant(PlainScan.POWER_3);
        FloatVector power2 = constant(PlainScan.POWER_2);
        FloatVector power1 = constant(PlainScan.POWER_1);
        FloatVector one = constant(1);
        FloatVector rate = load(tile.a(), first);
        FloatVector state = load(tile.h(), first);
        FloatVector toSkip = load(gradients.dd(), first);
        for (int t = 0; t < length; t++) {
            FloatVector width = FloatVector.fromArray(SPECIES, delta, first + t * stride);
            FloatVector input = FloatVector.fromArray(SPECIES, u, first + t * stride);
            FloatVector upstream = FloatVector.fromArray(SPECIES, dy, first + t * stride);
            FloatVector toC = FloatVector.fromArray(SPECIES, dc, t * LANES);
            FloatVector scaled = width.mul(scale);
            FloatVector rounded = scaled.fma(rate, rounding);
            FloatVector rest = scaled.fma(rate, rounding.sub(rounded));
            FloatVector power = rest.fma(power5, power4)
                    .fma(rest, power3)
                    .fma(rest, power2)
                    .fma(rest, power1)
                    .fma(rest, one);
            IntVector exponent = rounded.reinterpretAsInts().max(least).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            FloatVector decay = power.reinterpretAsInts().add(exponent).reinterpretAsFloats();
            FloatVector next = decay.fma(state, width.mul(input).mul(FloatVector.broadcast(SPECIES, b[t])));
            toSkip = upstream.fma(input, toSkip);
            decay.intoArray(work, DECAY + t * LANES);
            state.intoArray(work, STATE + t * LANES);
            upstream.fma(next, toC).intoArray(dc, t * LANES);
            state = next;
        }
        toSkip.intoArray(gradients.dd(), first);
    }

    /** {@link #stepsBack} where there is one state: what u and Δ receive is written at once. */
    private static void onlyStateBack(int first, int length, ScanTile tile, ScanTile.Gradients gradients) {
        float[] u = tile.u();
        float[] delta = tile.delta();
        float[] dy = gradients.dy();
        float[] work = tile.work();
        float[] b = tile.b();
        float[] c = tile.c();
        float[] db = gradients.db();
        int stride = tile.stride();
        FloatVector zero = constant(0);
        FloatVector skip = load(tile.d(), first);
        FloatVector rate = load(tile.a(), first);
        FloatVector toRate = load(gradients.da(), first);
        FloatVector carried = load(gradients.dh(), first);
        for (int t = length - 1; t >= 0; t--) {
            FloatVector width = FloatVector.fromArray(SPECIES, delta, first + t * stride);
            FloatVector input = FloatVector.fromArray(SPECIES, u, first + t * stride);
            FloatVector upstream = FloatVector.fromArray(SPECIES, dy, first + t * stride);
            FloatVector decay = FloatVector.fromArray(SPECIES, work, DECAY + t * LANES);
            FloatVector before = FloatVector.fromArray(SPECIES, work, STATE + t * LANES);
            FloatVector toB = FloatVector.fromArray(SPECIES, db, t * LANES);
            FloatVector direct = upstream.mul(FloatVector.broadcast(SPECIES, c[t]));
            FloatVector gradient = direct.add(carried);
            carried = decay.fma(carried, decay.mul(direct));
            FloatVector kept = gradient.mul(decay).mul(before);
            toRate = kept.fma(width, toRate);
            FloatVector sum = gradient.fma(FloatVector.broadcast(SPECIES, b[t]), zero);
            FloatVector toWidth = sum.fma(input, kept.fma(rate, zero));
            FloatVector toInput = sum.fma(width, upstream.mul(skip));
            gradient.fma(width.mul(input), toB).intoArray(db, t * LANES);
            toInput.intoArray(u, first + t * stride);
            toWidth.intoArray(delta, first + t * stride);
        }
        toRate.intoArray(gradients.da(), first);
        carried.intoArray(gradients.dh(), first);
    }

    private static void layOutUpstream(int first, int length, ScanTile tile, ScanTile.Gradients gradients) {
        float[] u = tile.u();
        float[] delta = tile.delta();
        float[] dy = gradients.dy();
        float[] work = tile.work();
        int stride = tile.stride();
        FloatVector zero = constant(0);
        FloatVector toSkip = load(gradients.dd(), first);
        for (int t = 0; t < length; t++) {
            FloatVector upstream = load(dy, first + t * stride);
            FloatVector width = load(delta, first + t * stride);
            toSkip = upstream.fma(load(u, first + t * stride), toSkip);
            upstream.intoArray(work, UPSTREAM + t * LANES);
            width.intoArray(work, WIDTH + t * LANES);
            zero.intoArray(work, SUM + t * LANES);
            zero.intoArray(work, WIDTH_SUM + t * LANES);
        }
        toSkip.intoArray(gradients.dd(), first);
    }

    /** The decays of one state, what it is before each step, and its part in the gradient of C: memory waits for arithmetic here. */
    private static void recompute(int length, ScanTile tile, ScanTile.Gradients gradients, int constants, int shared) {
        float[] work = tile.work();
        float[] b = tile.b();
        float[] dc = gradients.dc();
        int lanes = shared * LANES;
        FloatVector rounding = constant(PlainScan.ROUNDING);
        IntVector least = IntVector.broadcast(INTS, PlainScan.LEAST_ROUNDED);
        FloatVector power5 = constant(PlainScan.POWER_5);
        FloatVector power4 = constant(PlainScan.POWER_4);
        FloatVector power3 = constant(PlainScan.POWER_3);
        FloatVector power2 = constant(PlainScan.POWER_2);
        FloatVector power1 = constant(PlainScan.POWER_1);
        FloatVector one = constant(1);
        FloatVector rate = load(tile.a(), constants);
        FloatVector state = load(tile.h(), constants);
        for (int t = 0; t < length; t++) {
            FloatVector scaled = FloatVector.fromArray(SPECIES, work, SCALED + t * LANES);
            FloatVector weighted = FloatVector.fromArray(SPECIES, work, WEIGHTED + t * LANES);
            FloatVector upstream = FloatVector.fromArray(SPECIES, work, UPSTREAM + t * LANES);
            FloatVector toC = FloatVector.fromArray(SPECIES, dc, lanes + t * LANES);
            FloatVector rounded = scaled.fma(rate, rounding);
            FloatVector rest = scaled.fma(rate, rounding.sub(rounded));
            FloatVector power = rest.fma(power5, power4)
                    .fma(rest, power3)
                    .fma(rest, power2)
                    .fma(rest, power1)
                    .fma(rest, one);
            IntVector exponent = rounded.reinterpretAsInts().max(least).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            FloatVector decay = power.reinterpretAsInts().add(exponent).reinterpretAsFloats();
            FloatVector next = decay.fma(state, weighted.mul(FloatVector.broadcast(SPECIES, b[shared + t])));
            decay.intoArray(work, DECAY + t * LANES);
            state.intoArray(work, STATE + t * LANES);
            upstream.fma(next, toC).intoArray(dc, lanes + t * LANES);
            state = next;
        }
    }

    /** {@link #recompute} for two states that lie behind one another: they share what is read. */
    private static void recomputeTwo(
            int length, ScanTile tile, ScanTile.Gradients gradients, int constants, int shared) {
        float[] work = tile.work();
        float[] b = tile.b();
        float[] dc = gradients.dc();
        int lanes = shared * LANES;
        int secondLanes = (shared + STEPS) * LANES;
        FloatVector rounding = constant(PlainScan.ROUNDING);
        IntVector least = IntVector.broadcast(INTS, PlainScan.LEAST_ROUNDED);
        FloatVector power5 = constant(PlainScan.POWER_5);
        FloatVector power4 = constant(PlainScan.POWER_4);
        FloatVector power3 = constant(PlainScan.POWER_3);
        FloatVector power2 = constant(PlainScan.POWER_2);
        FloatVector power1 = constant(PlainScan.POWER_1);
        FloatVector one = constant(1);
        FloatVector rate = load(tile.a(), constants);
        FloatVector secondRate = load(tile.a(), constants + LANES);
        FloatVector state = load(tile.h(), constants);
        FloatVector secondState = load(tile.h(), constants + LANES);
        for (int t = 0; t < length; t++) {
            FloatVector scaled = FloatVector.fromArray(SPECIES, work, SCALED + t * LANES);
            FloatVector weighted = FloatVector.fromArray(SPECIES, work, WEIGHTED + t * LANES);
            FloatVector upstream = FloatVector.fromArray(SPECIES, work, UPSTREAM + t * LANES);
            FloatVector toC = FloatVector.fromArray(SPECIES, dc, lanes + t * LANES);
            FloatVector secondToC = FloatVector.fromArray(SPECIES, dc, secondLanes + t * LANES);
            FloatVector rounded = scaled.fma(rate, rounding);
            FloatVector secondRounded = scaled.fma(secondRate, rounding);
            FloatVector rest = scaled.fma(rate, rounding.sub(rounded));
            FloatVector secondRest = scaled.fma(secondRate, rounding.sub(secondRounded));
            FloatVector power = rest.fma(power5, power4)
                    .fma(rest, power3)
                    .fma(rest, power2)
                    .fma(rest, power1)
                    .fma(rest, one);
            FloatVector secondPower = secondRest
                    .fma(power5, power4)
                    .fma(secondRest, power3)
                    .fma(secondRest, power2)
                    .fma(secondRest, power1)
                    .fma(secondRest, one);
            IntVector exponent = rounded.reinterpretAsInts().max(least).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            IntVector secondExponent =
                    secondRounded.reinterpretAsInts().max(least).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            FloatVector decay = power.reinterpretAsInts().add(exponent).reinterpretAsFloats();
            FloatVector secondDecay =
                    secondPower.reinterpretAsInts().add(secondExponent).reinterpretAsFloats();
            FloatVector next = decay.fma(state, weighted.mul(FloatVector.broadcast(SPECIES, b[shared + t])));
            FloatVector secondNext =
                    secondDecay.fma(secondState, weighted.mul(FloatVector.broadcast(SPECIES, b[shared + STEPS + t])));
            decay.intoArray(work, DECAY + t * LANES);
            secondDecay.intoArray(work, SECOND_DECAY + t * LANES);
            state.intoArray(work, STATE + t * LANES);
            secondState.intoArray(work, SECOND_STATE + t * LANES);
            upstream.fma(next, toC).intoArray(dc, lanes + t * LANES);
            upstream.fma(secondNext, secondToC).intoArray(dc, secondLanes + t * LANES);
            state = next;
            secondState = secondNext;
        }
    }

    /**
     * One state from the end of the piece to its beginning. What is carried from step to step waits for one operation only: the
     * part of the gradient that comes by the output is multiplied by the decay on its own.
     */
    private static void stepsBack(int length, ScanTile tile, ScanTile.Gradients gradients, int constants, int shared) {
        float[] work = tile.work();
        float[] b = tile.b();
        float[] c = tile.c();
        float[] db = gradients.db();
        int lanes = shared * LANES;
        FloatVector rate = load(tile.a(), constants);
        FloatVector toRate = load(gradients.da(), constants);
        FloatVector carried = load(gradients.dh(), constants);
        for (int t = length - 1; t >= 0; t--) {
            FloatVector upstream = FloatVector.fromArray(SPECIES, work, UPSTREAM + t * LANES);
            FloatVector weighted = FloatVector.fromArray(SPECIES, work, WEIGHTED + t * LANES);
            FloatVector width = FloatVector.fromArray(SPECIES, work, WIDTH + t * LANES);
            FloatVector sum = FloatVector.fromArray(SPECIES, work, SUM + t * LANES);
            FloatVector widthSum = FloatVector.fromArray(SPECIES, work, WIDTH_SUM + t * LANES);
            FloatVector decay = FloatVector.fromArray(SPECIES, work, DECAY + t * LANES);
            FloatVector before = FloatVector.fromArray(SPECIES, work, STATE + t * LANES);
            FloatVector toB = FloatVector.fromArray(SPECIES, db, lanes + t * LANES);
            FloatVector direct = upstream.mul(FloatVector.broadcast(SPECIES, c[shared + t]));
            FloatVector gradient = direct.add(carried);
            carried = decay.fma(carried, decay.mul(direct));
            FloatVector kept = gradient.mul(decay).mul(before);
            toRate = kept.fma(width, toRate);
            gradient.fma(FloatVector.broadcast(SPECIES, b[shared + t]), sum).intoArray(work, SUM + t * LANES);
            gradient.fma(weighted, toB).intoArray(db, lanes + t * LANES);
            kept.fma(rate, widthSum).intoArray(work, WIDTH_SUM + t * LANES);
        }
        toRate.intoArray(gradients.da(), constants);
        carried.intoArray(gradients.dh(), constants);
    }

    /** {@link #stepsBack} for two states that lie behind one another: they share what is read and the sums. */
    private static void twoStepsBack(
            int length, ScanTile tile, ScanTile.Gradients gradients, int constants, int shared) {
        float[] work = tile.work();
        float[] b = tile.b();
        float[] c = tile.c();
        float[] db = gradients.db();
        int lanes = shared * LANES;
        int secondLanes = (shared + STEPS) * LANES;
        FloatVector rate = load(tile.a(), constants);
        FloatVector secondRate = load(tile.a(), constants + LANES);
        FloatVector toRate = load(gradients.da(), constants);
        FloatVector secondToRate = load(gradients.da(), constants + LANES);
        FloatVector carried = load(gradients.dh(), constants);
        FloatVector secondCarried = load(gradients.dh(), constants + LANES);
        for (int t = length - 1; t >= 0; t--) {
            FloatVector upstream = FloatVector.fromArray(SPECIES, work, UPSTREAM + t * LANES);
            FloatVector weighted = FloatVector.fromArray(SPECIES, work, WEIGHTED + t * LANES);
            FloatVector width = FloatVector.fromArray(SPECIES, work, WIDTH + t * LANES);
            FloatVector sum = FloatVector.fromArray(SPECIES, work, SUM + t * LANES);
            FloatVector widthSum = FloatVector.fromArray(SPECIES, work, WIDTH_SUM + t * LANES);
            FloatVector decay = FloatVector.fromArray(SPECIES, work, DECAY + t * LANES);
            FloatVector secondDecay = FloatVector.fromArray(SPECIES, work, SECOND_DECAY + t * LANES);
            FloatVector before = FloatVector.fromArray(SPECIES, work, STATE + t * LANES);
            FloatVector secondBefore = FloatVector.fromArray(SPECIES, work, SECOND_STATE + t * LANES);
            FloatVector toB = FloatVector.fromArray(SPECIES, db, lanes + t * LANES);
            FloatVector secondToB = FloatVector.fromArray(SPECIES, db, secondLanes + t * LANES);
            FloatVector direct = upstream.mul(FloatVector.broadcast(SPECIES, c[shared + t]));
            FloatVector secondDirect = upstream.mul(FloatVector.broadcast(SPECIES, c[shared + STEPS + t]));
            FloatVector gradient = direct.add(carried);
            FloatVector secondGradient = secondDirect.add(secondCarried);
            carried = decay.fma(carried, decay.mul(direct));
            secondCarried = secondDecay.fma(secondCarried, secondDecay.mul(secondDirect));
            FloatVector kept = gradient.mul(decay).mul(before);
            FloatVector secondKept = secondGradient.mul(secondDecay).mul(secondBefore);
            toRate = kept.fma(width, toRate);
            secondToRate = secondKept.fma(width, secondToRate);
            FloatVector first = gradient.fma(FloatVector.broadcast(SPECIES, b[shared + t]), sum);
            secondGradient
                    .fma(FloatVector.broadcast(SPECIES, b[shared + STEPS + t]), first)
                    .intoArray(work, SUM + t * LANES);
            gradient.fma(weighted, toB).intoArray(db, lanes + t * LANES);
            secondGradient.fma(weighted, secondToB).intoArray(db, secondLanes + t * LANES);
            secondKept.fma(secondRate, kept.fma(rate, widthSum)).intoArray(work, WIDTH_SUM + t * LANES);
        }
        toRate.intoArray(gradients.da(), constants);
        secondToRate.intoArray(gradients.da(), constants + LANES);
        carried.intoArray(gradients.dh(), constants);
        secondCarried.intoArray(gradients.dh(), constants + LANES);
    }

    /**
     * Sums of as many vectors as there are lanes become one vector, in steps that halve their number: of two vectors, the lanes
     * whose number lacks a bit come from one and the others from the other, and to both is added what lies across that bit. The
     * order within a vector is that of {@link PlainScan#sumLanes}; {@code reduceLanes} leaves it open.
     */
    static void sumLanes(int count, float[] vectors, float[] sums) {
        for (int from = 0; from < count; from += LANES) {
            int offset = from * LANES;
            if (LANES > 8) {
                merge(8, vectors, offset, BIT_8, EXCHANGE_8);
            }
            if (LANES > 4) {
                merge(4, vectors, offset, BIT_4, EXCHANGE_4);
            }
            if (LANES > 2) {
                merge(2, vectors, offset, BIT_2, EXCHANGE_2);
            }
            if (LANES > 1) {
                merge(1, vectors, offset, BIT_1, EXCHANGE_1);
            }
            load(vectors, offset).intoArray(sums, from);
        }
    }

    private static void merge(
            int pairs, float[] vectors, int offset, VectorMask<Float> bit, VectorShuffle<Float> exchange) {
        for (int i = 0; i < pairs; i++) {
            FloatVector low = load(vectors, offset + i * LANES);
            FloatVector high = load(vectors, offset + (pairs + i) * LANES);
            low.blend(high, bit).add(high.blend(low, bit).rearrange(exchange)).intoArray(vectors, offset + i * LANES);
        }
    }
}
