package io.github.mambaout.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void ticksAreRoundNumbersThatCoverTheValues() {
        Axis axis = Axis.covering(List.of(0.13, 2.47));
        assertThat(axis.ticks()).containsExactly(0.0, 0.5, 1.0, 1.5, 2.0, 2.5);
        assertThat(axis.ticks().stream().map(axis::label)).containsExactly("0", "0.5", "1.0", "1.5", "2.0", "2.5");
        assertThat(axis.position(0)).isZero();
        assertThat(axis.position(2.5)).isEqualTo(1);
    }

    @Test
    void smallNumbersAreWrittenWithPowers() {
        Axis axis = Axis.covering(List.of(0.0, 2e-3));
        assertThat(axis.ticks().stream().map(axis::label)).containsExactly("0", "5.0e-4", "1.0e-3", "1.5e-3", "2.0e-3");
    }

    @Test
    void largeNumbersAreGrouped() {
        Axis axis = Axis.covering(List.of(1.0, 140_000.0));
        assertThat(axis.ticks().stream().map(axis::label)).endsWith("100 000", "150 000");
    }

    @Test
    void anythingHasAnAxis() {
        assertThat(Axis.covering(List.of()).high()).isGreaterThan(0);
        assertThat(Axis.covering(List.of(Double.NaN, Double.POSITIVE_INFINITY)).ticks())
                .isNotEmpty();
        Axis single = Axis.covering(List.of(3.0));
        assertThat(single.position(3.0)).isBetween(0.0, 1.0);
        assertThat(single.high()).isGreaterThan(single.low());
        Axis zero = Axis.covering(List.of(0.0, 0.0));
        assertThat(zero.high()).isGreaterThan(zero.low());
    }
}
