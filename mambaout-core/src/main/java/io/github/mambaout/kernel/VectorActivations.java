package io.github.mambaout.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The pointwise functions of {@link VectorKernels}. Both activations are {@code max(x, 0) − z·t(z)} with {@code z = |x|} and a
 * tail t that falls from 1/2 to 0: {@code t = 1 − Φ(z)} for GELU and {@code 1 / (1 + eᶻ)} for SiLU. So their slopes are {@code s(−z)} and {@code 1 −
 * s(−z)}. {@link ActivationPolynomials} has the tails; no table, and no branch.
 *
 * <p>The loops of GELU, which every published model of the paper uses, are spelt out: in bodies of their length the JIT compilers
 * stop inlining helpers now and then, and a vector that crosses a call costs an allocation.
 */
final class VectorActivations {
    private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
    private static final int LANES = SPECIES.length();

    /**
     * The end of the tail as an integer: floats that are not negative are in the order of their bits, and the minimum of integers
     * is one instruction where that of floats, which must tell zeros apart and keep NaN, is seven. For the same reason {@code
     * max(x, 0)} is {@code (x + |x|) / 2}, which is exact.
     */
    private static final int TAIL_END_BITS = Float.floatToRawIntBits(ActivationPolynomials.TAIL_END);

    private VectorActivations() {}

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    /** {@code e⁻ᵘ}. */
    private static FloatVector decay(FloatVector u) {
        FloatVector p = u.fma(constant(ActivationPolynomials.DECAY_7), constant(ActivationPolynomials.DECAY_6));
        p = p.fma(u, constant(ActivationPolynomials.DECAY_5));
        p = p.fma(u, constant(ActivationPolynomials.DECAY_4));
        p = p.fma(u, constant(ActivationPolynomials.DECAY_3));
        p = p.fma(u, constant(ActivationPolynomials.DECAY_2));
        p = p.fma(u, constant(ActivationPolynomials.DECAY_1));
        p = p.fma(u, constant(ActivationPolynomials.DECAY_0));
        p = p.mul(p);
        p = p.mul(p);
        p = p.mul(p);
        return p.mul(p);
    }

    /** {@code 1 / (1 + eᶻ)}. */
    private static FloatVector siluTail(FloatVector z) {
        FloatVector e = decay(z);
        return e.div(e.add(1));
    }

    private static FloatVector siluDistance(FloatVector x) {
        return x.abs().min(constant(ActivationPolynomials.DECAY_END));
    }

    private static FloatVector value(FloatVector x, FloatVector z, FloatVector tail) {
        return z.neg().fma(tail, x.max(constant(0)));
    }

    private static FloatVector siluSlope(FloatVector x, FloatVector z, FloatVector tail) {
        return onItsSide(x, z.neg().fma(tail.mul(constant(1).sub(tail)), tail));
    }

    /** The slope at x from the slope at −|x|. */
    private static FloatVector onItsSide(FloatVector x, FloatVector left) {
        return left.blend(constant(1).sub(left), x.compare(VectorOperators.GT, 0));
    }

    static void gelu(int count, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector at = FloatVector.fromArray(SPECIES, x, xOffset + i);
            FloatVector size = at.abs();
            FloatVector z = size.reinterpretAsInts().min(TAIL_END_BITS).reinterpretAsFloats();
            FloatVector t = z.fma(
                    FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_7),
                    FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_6));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_5));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_4));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_3));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_2));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_1));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_0));
            t = t.mul(t);
            t = t.mul(t);
            t = t.mul(t);
            t = t.mul(t);
            z.neg().fma(t, at.add(size).mul(0.5f)).intoArray(y, yOffset + i);
        }
    }

    static void silu(int count, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector at = FloatVector.fromArray(SPECIES, x, xOffset + i);
            FloatVector z = siluDistance(at);
            value(at, z, siluTail(z)).intoArray(y, yOffset + i);
        }
    }

    static void geluGradient(int count, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector at = FloatVector.fromArray(SPECIES, x, xOffset + i);
            FloatVector size = at.abs();
            FloatVector z = size.reinterpretAsInts().min(TAIL_END_BITS).reinterpretAsFloats();
            FloatVector t = z.fma(
                    FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_7),
                    FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_6));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_5));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_4));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_3));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_2));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_1));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_0));
            t = t.mul(t);
            t = t.mul(t);
            t = t.mul(t);
            t = t.mul(t);
            FloatVector u = z.mul(z).mul(0.5f);
            FloatVector e = u.fma(
                    FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_7),
                    FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_6));
            e = e.fma(u, FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_5));
            e = e.fma(u, FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_4));
            e = e.fma(u, FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_3));
            e = e.fma(u, FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_2));
            e = e.fma(u, FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_1));
            e = e.fma(u, FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_0));
            e = e.mul(e);
            e = e.mul(e);
            e = e.mul(e);
            e = e.mul(e);
            FloatVector left = z.neg().fma(e.mul(ActivationPolynomials.INVERSE_SQRT_2PI), t);
            left.blend(FloatVector.broadcast(SPECIES, 1).sub(left), at.compare(VectorOperators.GT, 0))
                    .mul(FloatVector.fromArray(SPECIES, dy, dyOffset + i))
                    .intoArray(dx, dxOffset + i);
        }
    }

    static void siluGradient(int count, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector at = FloatVector.fromArray(SPECIES, x, xOffset + i);
            FloatVector z = siluDistance(at);
            siluSlope(at, z, siluTail(z))
                    .mul(FloatVector.fromArray(SPECIES, dy, dyOffset + i))
                    .intoArray(dx, dxOffset + i);
        }
    }

    static void geluGate(int count, float[] g, int gOffset, float[] v, int vOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector at = FloatVector.fromArray(SPECIES, g, gOffset + i);
            FloatVector size = at.abs();
            FloatVector z = size.reinterpretAsInts().min(TAIL_END_BITS).reinterpretAsFloats();
            FloatVector t = z.fma(
                    FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_7),
                    FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_6));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_5));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_4));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_3));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_2));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_1));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_0));
            t = t.mul(t);
            t = t.mul(t);
            t = t.mul(t);
            t = t.mul(t);
            z.neg()
                    .fma(t, at.add(size).mul(0.5f))
                    .mul(FloatVector.fromArray(SPECIES, v, vOffset + i))
                    .intoArray(y, yOffset + i);
        }
    }

    static void siluGate(int count, float[] g, int gOffset, float[] v, int vOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector at = FloatVector.fromArray(SPECIES, g, gOffset + i);
            FloatVector z = siluDistance(at);
            value(at, z, siluTail(z))
                    .mul(FloatVector.fromArray(SPECIES, v, vOffset + i))
                    .intoArray(y, yOffset + i);
        }
    }

    /**
     * Spelt out: with the calls of the others in one loop the JIT compiler gives up and allocates every vector. What the gate gives is
     * written before the gradients, so that who doesn't want it lets it be overwritten.
     */
    static void geluGateGradient(
            int count,
            float[] g,
            int gOffset,
            float[] v,
            int vOffset,
            float[] dy,
            int dyOffset,
            float[] y,
            int yOffset,
            float[] dg,
            int dgOffset,
            float[] dv,
            int dvOffset) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector at = FloatVector.fromArray(SPECIES, g, gOffset + i);
            FloatVector upstream = FloatVector.fromArray(SPECIES, dy, dyOffset + i);
            FloatVector size = at.abs();
            FloatVector z = size.reinterpretAsInts().min(TAIL_END_BITS).reinterpretAsFloats();
            FloatVector t = z.fma(
                    FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_7),
                    FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_6));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_5));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_4));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_3));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_2));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_1));
            t = t.fma(z, FloatVector.broadcast(SPECIES, ActivationPolynomials.TAIL_0));
            t = t.mul(t);
            t = t.mul(t);
            t = t.mul(t);
            t = t.mul(t);
            FloatVector u = z.mul(z).mul(0.5f);
            FloatVector e = u.fma(
                    FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_7),
                    FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_6));
            e = e.fma(u, FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_5));
            e = e.fma(u, FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_4));
            e = e.fma(u, FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_3));
            e = e.fma(u, FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_2));
            e = e.fma(u, FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_1));
            e = e.fma(u, FloatVector.broadcast(SPECIES, ActivationPolynomials.DECAY_0));
            e = e.mul(e);
            e = e.mul(e);
            e = e.mul(e);
            e = e.mul(e);
            FloatVector negative = z.neg();
            FloatVector left = negative.fma(e.mul(ActivationPolynomials.INVERSE_SQRT_2PI), t);
            FloatVector slope =
                    left.blend(FloatVector.broadcast(SPECIES, 1).sub(left), at.compare(VectorOperators.GT, 0));
            FloatVector value = negative.fma(t, at.add(size).mul(0.5f));
            FloatVector other = FloatVector.fromArray(SPECIES, v, vOffset + i);
            value.mul(other).intoArray(y, yOffset + i);
            slope.mul(upstream.mul(other)).intoArray(dg, dgOffset + i);
            value.mul(upstream).intoArray(dv, dvOffset + i);
        }
    }

    static void siluGateGradient(
            int count,
            float[] g,
            int gOffset,
            float[] v,
            int vOffset,
            float[] dy,
            int dyOffset,
            float[] y,
            int yOffset,
            float[] dg,
            int dgOffset,
            float[] dv,
            int dvOffset) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector at = FloatVector.fromArray(SPECIES, g, gOffset + i);
            FloatVector z = siluDistance(at);
            FloatVector tail = siluTail(z);
            FloatVector upstream = FloatVector.fromArray(SPECIES, dy, dyOffset + i);
            FloatVector other = FloatVector.fromArray(SPECIES, v, vOffset + i);
            FloatVector value = value(at, z, tail);
            value.mul(other).intoArray(y, yOffset + i);
            siluSlope(at, z, tail).mul(upstream.mul(other)).intoArray(dg, dgOffset + i);
            value.mul(upstream).intoArray(dv, dvOffset + i);
        }
    }
}
