package io.github.mambaout.kernel;

/**
 * Polynomials whose sixteenth power is the tail of an activation. Each was fitted in float64 for the least largest error and
 * then rounded; the errors are those of float32 arithmetic, measured at 100,000 points or more. Vectors and plain loops use the same
 * ones, since neither needs a table or the bits of a float.
 */
final class ActivationPolynomials {
    /**
     * {@code 1 − Φ(z) = (TAIL_0 + TAIL_1·z + …)¹⁶} for z from 0 to this; the error is at most 6.2e-7, and z times the error at
     * most 2.7e-7.
     */
    static final float TAIL_END = 5.6f;

    static final float TAIL_0 = 0.9576032757759094f;
    static final float TAIL_1 = -0.04775409772992134f;
    static final float TAIL_2 = -0.017855312675237656f;
    static final float TAIL_3 = -0.0012608147226274014f;
    static final float TAIL_4 = 0.0005867141881026328f;
    static final float TAIL_5 = -2.635513510540477e-06f;
    static final float TAIL_6 = -8.566737960791215e-06f;
    static final float TAIL_7 = 6.555990808010392e-07f;

    /**
     * {@code e⁻ᵘ = (DECAY_0 + DECAY_1·u + …)¹⁶} for u from 0 to this; the error is at most 8.3e-7, and at most 7.6e-6 of the
     * value.
     */
    static final float DECAY_END = 20;

    static final float DECAY_0 = 1;
    static final float DECAY_1 = -0.06249997392296791f;
    static final float DECAY_2 = 0.0019531011348590255f;
    static final float DECAY_3 = -4.0681166865397245e-05f;
    static final float DECAY_4 = 6.341052767311339e-07f;
    static final float DECAY_5 = -7.772147370133098e-09f;
    static final float DECAY_6 = 7.231528570406098e-11f;
    static final float DECAY_7 = -3.9136424136165804e-13f;

    /** The density of the normal distribution at 0. */
    static final float INVERSE_SQRT_2PI = 0.3989422804014327f;

    private ActivationPolynomials() {}
}
