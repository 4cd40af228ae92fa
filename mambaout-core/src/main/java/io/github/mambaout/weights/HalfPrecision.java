package io.github.mambaout.weights;

/** 16-bit floats widened to 32 bits; every value has an exact counterpart. JDK 20 has this, JDK 17 does not. */
final class HalfPrecision {
    private static final int FRACTION_BITS = 10;
    private static final int FRACTION_MASK = (1 << FRACTION_BITS) - 1;
    private static final int EXPONENT_MASK = 0x1F;
    private static final int EXPONENT_REBIAS = 127 - 15;
    private static final float SMALLEST_SUBNORMAL = 0x1p-24f;

    private HalfPrecision() {}

    /**
     * @param bits an IEEE 754 half: sign, 5 bits of exponent, 10 of fraction
     * @return the same number, infinity or NaN
     */
    static float fromHalf(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> FRACTION_BITS & EXPONENT_MASK;
        int fraction = bits & FRACTION_MASK;
        if (exponent == 0) {
            float magnitude = fraction * SMALLEST_SUBNORMAL;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wideExponent = exponent == EXPONENT_MASK ? 0xFF : exponent + EXPONENT_REBIAS;
        return Float.intBitsToFloat(sign | wideExponent << 23 | fraction << 23 - FRACTION_BITS);
    }

    /**
     * @param bits the upper half of a 32-bit float
     * @return that float
     */
    static float fromBrainFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
