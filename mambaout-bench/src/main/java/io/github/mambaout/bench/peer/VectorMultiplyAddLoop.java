package io.github.mambaout.bench.peer;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Twelve independent chains of fused multiply-adds on vectors of the processor's width: more than the eight that two units
 * with a latency of four need, and few enough for 16 registers. Cannot be linked without the module {@code
 * jdk.incubator.vector}.
 */
final class VectorMultiplyAddLoop implements MultiplyAddLoop {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;

    @Override
    public String label() {
        return SPECIES.vectorBitSize() + "-bit vectors";
    }

    @Override
    public long multiplyAddsOfATurn() {
        return (long) CHAINS * SPECIES.length();
    }

    @Override
    public float run(int turns) {
        // x → x/2 + 1 stays near 2: neither overflow nor denormal numbers.
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector a = one;
        FloatVector b = one.mul(1.1f);
        FloatVector c = one.mul(1.2f);
        FloatVector d = one.mul(1.3f);
        FloatVector e = one.mul(1.4f);
        FloatVector f = one.mul(1.5f);
        FloatVector g = one.mul(1.6f);
        FloatVector h = one.mul(1.7f);
        FloatVector i = one.mul(1.8f);
        FloatVector j = one.mul(1.9f);
        FloatVector k = one.mul(2.0f);
        FloatVector l = one.mul(2.1f);
        for (int turn = 0; turn < turns; turn++) {
            a = a.fma(half, one);
            b = b.fma(half, one);
            c = c.fma(half, one);
            d = d.fma(half, one);
            e = e.fma(half, one);
            f = f.fma(half, one);
            g = g.fma(half, one);
            h = h.fma(half, one);
            i = i.fma(half, one);
            j = j.fma(half, one);
            k = k.fma(half, one);
            l = l.fma(half, one);
        }
        FloatVector sum = a.add(b)
                .add(c)
                .add(d)
                .add(e)
                .add(f)
                .add(g)
                .add(h)
                .add(i)
                .add(j)
                .add(k)
                .add(l);
        return sum.lane(0);
    }
}
