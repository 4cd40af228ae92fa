package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainScanTest {

    @Test
    void exponentialsAreRightToTheLastBits() {
        for (int i = 0; i <= 174_900; i++) {
            float x = -87 + i * 1e-3f;
            double right = Math.exp(x);
            assertThat(Math.abs(PlainScan.exp(x) - right) / right)
                    .as("e to the power of %s", x)
                    .isLessThan(2e-7);
        }
    }

    @Test
    void whatDecaysEntirelyIsNearlyZeroAndNothingOverflows() {
        assertThat(PlainScan.exp(-1e30f)).isBetween(0f, 1e-37f);
        assertThat(PlainScan.exp(Float.NEGATIVE_INFINITY)).isBetween(0f, 1e-37f);
        assertThat(PlainScan.exp(1e30f)).isFinite();
    }

    @Test
    void noStepIsNoDecay() {
        assertThat(PlainScan.exp(0)).isEqualTo(1);
        assertThat(PlainScan.decay(0, -1)).isEqualTo(1);
    }

    @Test
    void decaysAreAsRightAsTheirExponents() {
        for (float rate : new float[] {-1, -0.37f, -16}) {
            for (int i = 0; i <= 87_000; i++) {
                float width = i * -1e-3f / rate;
                double right = Math.exp((double) width * rate);
                double error = Math.abs(PlainScan.decay(width * PlainScan.LOG2_E, rate) - right) / right;
                assertThat(error)
                        .as("decay over %s at rate %s", width, rate)
                        .isLessThan(2e-7 + 1e-7 * Math.abs(width * rate));
            }
        }
    }
}
