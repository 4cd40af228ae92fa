package io.github.mambaout.weights;

/**
 * 16-bit floats from and to 32 bits. Every 16-bit value has an exact counterpart; the way back rounds to the nearest, of two
 * equally near ones to the even one. JDK 20 has one of the two formats, JDK 17 none.
 */
final class HalfPrecision {
    private static final int FRACTION_BITS = 10;
    private static final int FRACTION_MASK = (1 << FRACTION_BITS) - 1;
    private static final int EXPONENT_MASK = 0x1F;
    private static final int EXPONENT_REBIAS = 127 - 15;
    private static final float SMALLEST_SUBNORMAL = 0x1p-24f;
    private static final float SMALLEST_NORMAL = 0x1p-14f;
    /** From here on halves are infinite: halfway between the largest one and what would follow it. */
    static final float HALF_INFINITE_FROM = 65_520;
    /** From here on the upper half of a float is infinite. */
    static final float BRAIN_FLOAT_INFINITE_FROM = 0x1.FFp127f;

    private static final int DROPPED_BY_HALF = 23 - FRACTION_BITS;
    private static final int DROPPED_BY_BRAIN_FLOAT = 16;
    private static final int QUIET_NAN_OF_HALF = 0x7E00;
    private static final int QUIET_NAN_OF_BRAIN_FLOAT = 0x7FC0;

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

    /**
     * @param value any number
     * @return the nearest half's bits; infinity from 65,520 on
     */
    static short toHalf(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        int bits;
        if (Float.isNaN(value)) {
            bits = QUIET_NAN_OF_HALF;
        } else if (magnitude >= HALF_INFINITE_FROM) {
            bits = EXPONENT_MASK << FRACTION_BITS;
        } else if (magnitude < SMALLEST_NORMAL) {
            // Exact up to the rounding; a result of 1024 is the smallest normal number's bits.
            bits = (int) Math.rint((double) magnitude / SMALLEST_SUBNORMAL);
        } else {
            bits = rounded(Float.floatToRawIntBits(magnitude), DROPPED_BY_HALF) - (EXPONENT_REBIAS << FRACTION_BITS);
        }
        return (short) (sign | bits);
    }

    /**
     * @param value any number
     * @return the bits of the nearest float whose lower half is zero
     */
    static short toBrainFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short)
                (Float.isNaN(value)
                        ? bits >>> 16 & 0x8000 | QUIET_NAN_OF_BRAIN_FLOAT
                        : rounded(bits, DROPPED_BY_BRAIN_FLOAT));
    }

    /** Drops the lowest bits. A carry out of the fraction raises the exponent, as it should. */
    private static int rounded(int bits, int dropped) {
        int justBelowHalf = (1 << dropped - 1) - 1;
        int lastKept = bits >>> dropped & 1;
        return bits + justBelowHalf + lastKept >>> dropped;
    }
}
