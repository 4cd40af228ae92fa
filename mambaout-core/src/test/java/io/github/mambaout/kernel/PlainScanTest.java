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
    }
}
