package io.github.mambaout.bench.ablation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PowerLawTest {
    @Test
    void exactLawIsFoundExactly() {
        PowerLaw law = PowerLaw.fit(List.of(10.0, 20.0, 40.0, 80.0), List.of(300.0, 1200.0, 4800.0, 19_200.0));
        assertThat(law.exponent()).isCloseTo(2, within(1e-12));
        assertThat(law.factor()).isCloseTo(3, within(1e-10));
        assertThat(law.standardError()).isCloseTo(0, within(1e-12));
        assertThat(law.at(160)).isCloseTo(76_800, within(1e-6));
    }

    /** Logarithms to the base e: sizes 0, 1, 2, 3 and values 0, 1, 3, 3; slope 1.1, residuals 0.7, t with 2 degrees 4.3027. */
    @Test
    void intervalIsStudents() {
        PowerLaw law = PowerLaw.fit(
                List.of(1.0, Math.E, Math.exp(2), Math.exp(3)), List.of(1.0, Math.E, Math.exp(3), Math.exp(3)));
        assertThat(law.exponent()).isCloseTo(1.1, within(1e-12));
        assertThat(law.standardError()).isCloseTo(Math.sqrt(0.7 / 2 / 5), within(1e-12));
        Interval interval = law.interval(0.95);
        assertThat(interval.low()).isCloseTo(1.1 - 4.30265 * 0.264575, within(1e-5));
        assertThat(interval.high()).isCloseTo(1.1 + 4.30265 * 0.264575, within(1e-5));
    }

    @Test
    void whatGivesNoExponentIsRefused() {
        assertThatThrownBy(() -> PowerLaw.fit(List.of(1.0, 2.0), List.of(1.0, 2.0)))
                .hasMessageContaining("at least 3 points");
        assertThatThrownBy(() -> PowerLaw.fit(List.of(2.0, 2.0, 2.0), List.of(1.0, 2.0, 3.0)))
                .hasMessageContaining("all are 2.0");
        assertThatThrownBy(() -> PowerLaw.fit(List.of(1.0, 2.0, 3.0), List.of(1.0, 0.0, 3.0)))
                .hasMessageContaining("one is 0.0");
    }
}
