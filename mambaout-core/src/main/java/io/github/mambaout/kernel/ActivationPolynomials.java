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

    static final float TAIL_0 = 0.9576033f;
    static final float TAIL_1 = -0.047754098f;
    static final float TAIL_2 = -0.017855313f;
    static final float TAIL_3 = -0.0012608147f;
    static final float TAIL_4 = 5.867142e-4f;
    static final float TAIL_5 = -2.6355135e-6f;
    static final float TAIL_6 = -8.566738e-6f;
    static final float TAIL_7 = 6.555991e-7f;

    /**
     * {@code e⁻ᵘ = (DECAY_0 + DECAY_1·u + …)¹⁶} for u from 0 to this; the error is at most 8.3e-7, and at most 7.6e-6 of the
     * value.
     */
    static final float DECAY_END = 20;

    static final float DECAY_0 = 1;
    static final float DECAY_1 = -0.062499974f;
    static final float DECAY_2 = 0.0019531011f;
    static final float DECAY_3 = -4.0681167e-5f;
    static final float DECAY_4 = 6.341053e-7f;
    static final float DECAY_5 = -7.772147e-9f;
    static final float DECAY_6 = 7.2315286e-11f;
    static final float DECAY_7 = -3.9136424e-13f;

    /** The density of the normal distribution at 0. */
    static final float INVERSE_SQRT_2PI = 0.3989423f;

    private ActivationPolynomials() {}
}
