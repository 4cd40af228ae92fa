package io.github.mambaout.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

    @Test
    void logarithmicTicksAreMultiplesOfPowersOfTen() {
        Axis axis = Axis.logarithmic(List.of(196.0, 12_544.0));
        assertThat(axis.ticks()).containsExactly(200.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0);
        assertThat(axis.ticks().stream().map(axis::label))
                .containsExactly("200", "500", "1 000", "2 000", "5 000", "10 000");
        double middle = Math.sqrt(196.0 * 12_544);
        assertThat(axis.position(middle)).isCloseTo(0.5, within(1e-12));
        assertThat(axis.position(2000) - axis.position(1000))
                .isCloseTo(axis.position(10_000) - axis.position(5000), within(1e-12));
        assertThat(axis.position(196)).isBetween(0.0, 0.1);
        assertThat(axis.position(12_544)).isBetween(0.9, 1.0);
    }

    @Test
    void manyPowersOfTenStandAlone() {
        Axis axis = Axis.logarithmic(List.of(0.03, 700.0, 0.0, Double.NaN));
        assertThat(axis.ticks().stream().map(axis::label)).containsExactly("0.1", "1", "10", "100");
    }

    @Test
    void shortLogarithmicAxesHaveTicksToo() {
        Axis axis = Axis.logarithmic(List.of(0.24, 0.45));
        assertThat(axis.ticks().stream().map(axis::label)).containsExactly("0.3", "0.4", "0.5");
        assertThat(Axis.logarithmic(List.of()).ticks()).isNotEmpty();
        assertThat(Axis.logarithmic(List.of(3.0)).position(3)).isCloseTo(0.5, within(1e-12));
    }
}
