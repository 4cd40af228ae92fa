package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Neighbouring bit patterns of one sign are neighbouring values, so what is right follows from the values alone. */
class HalfPrecisionTest {
    private static final int LARGEST_HALF = 0x7BFF;
    private static final int LARGEST_BRAIN_FLOAT = 0x7F7F;

    /** sign · 2^(exponent − 15) · 1.fraction, or sign · 2^−14 · 0.fraction: IEEE 754, 3.6. */
    private static double half(int bits) {
        int exponent = bits >> 10 & 31;
        double fraction = (bits & 1023) / 1024.0;
        return exponent == 0 ? 0x1p-14 * fraction : Math.scalb(1 + fraction, exponent - 15);
    }

    private static double brainFloat(int bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    @Test
    void everyHalfKeepsItsBits() {
        for (int bits = 0; bits <= LARGEST_HALF; bits++) {
            assertThat((double) HalfPrecision.fromHalf((short) bits)).isEqualTo(half(bits));
            assertThat(HalfPrecision.toHalf((float) half(bits))).isEqualTo((short) bits);
            assertThat(HalfPrecision.toHalf((float) -half(bits))).isEqualTo((short) (bits | 0x8000));
        }
    }

    @Test
    void everyBrainFloatKeepsItsBits() {
        for (int bits = 0; bits <= LARGEST_BRAIN_FLOAT; bits++) {
            assertThat(HalfPrecision.toBrainFloat((float) brainFloat(bits))).isEqualTo((short) bits);
            assertThat(HalfPrecision.toBrainFloat((float) -brainFloat(bits))).isEqualTo((short) (bits | 0x8000));
        }
    }

    @Test
    void betweenTwoHalvesTheNearerOneIsTakenAndInTheMiddleTheEvenOne() {
        for (int bits = 0; bits < LARGEST_HALF; bits++) {
            float middle = middle(HalfPrecisionTest::half, bits);
            assertThat(HalfPrecision.toHalf(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(HalfPrecision.toHalf(middle)).isEqualTo((short) (bits + (bits & 1)));
            assertThat(HalfPrecision.toHalf(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
        }
    }

    @Test
    void betweenTwoBrainFloatsTheNearerOneIsTakenAndInTheMiddleTheEvenOne() {
        for (int bits = 0; bits < LARGEST_BRAIN_FLOAT; bits++) {
            float middle = middle(HalfPrecisionTest::brainFloat, bits);
            assertThat(HalfPrecision.toBrainFloat(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(HalfPrecision.toBrainFloat(middle)).isEqualTo((short) (bits + (bits & 1)));
            assertThat(HalfPrecision.toBrainFloat(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
        }
    }

    private static float middle(IntToDoubleFunction value, int bits) {
        double middle = (value.applyAsDouble(bits) + value.applyAsDouble(bits + 1)) / 2;
        assertThat((double) (float) middle).isEqualTo(middle);
        return (float) middle;
    }

    @ParameterizedTest
    @CsvSource({
        "65504, 7BFF",
        "65519.996, 7BFF",
        "65520, 7C00",
        "1e30, 7C00",
        "Infinity, 7C00",
        "-Infinity, FC00",
        "NaN, 7E00",
        "-0.0, 8000"
    })
    void halvesEndAt65504(float value, String bits) {
        assertThat(HalfPrecision.toHalf(value)).isEqualTo((short) Integer.parseInt(bits, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "3.3895314e38, 7F7F",
        "3.4028235e38, 7F80",
        "Infinity, 7F80",
        "-Infinity, FF80",
        "NaN, 7FC0",
        "-0.0, 8000"
    })
    void brainFloatsEndWhereFloatsEnd(float value, String bits) {
        assertThat(HalfPrecision.toBrainFloat(value)).isEqualTo((short) Integer.parseInt(bits, 16));
    }

    /** Its payload lies in the bits that are dropped: only the quiet bit keeps it from becoming an infinity. */
    @Test
    void signallingNanStaysNan() {
        float nan = Float.intBitsToFloat(0x7F800001);
        assertThat(HalfPrecision.fromHalf(HalfPrecision.toHalf(nan))).isNaN();
        assertThat(HalfPrecision.fromBrainFloat(HalfPrecision.toBrainFloat(nan)))
                .isNaN();
    }
}
