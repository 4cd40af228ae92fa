package io.github.mambaout.bench.ablation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class HolmCorrectionTest {
    /** R: {@code p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")}. */
    @Test
    void fourTestsAreCorrectedAsRDoes() {
        List<Double> adjusted = HolmCorrection.adjusted(List.of(0.01, 0.04, 0.03, 0.005));
        List<Double> expected = List.of(0.03, 0.06, 0.06, 0.02);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(adjusted.get(i)).isCloseTo(expected.get(i), Assertions.within(1e-15));
        }
    }

    @Test
    void oneTestStaysAndNothingExceedsOne() {
        assertThat(HolmCorrection.adjusted(List.of(0.04))).containsExactly(0.04);
        assertThat(HolmCorrection.adjusted(List.of(0.75, 0.5))).containsExactly(1.0, 1.0);
        assertThat(HolmCorrection.adjusted(List.of())).isEmpty();
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        assertThatThrownBy(() -> HolmCorrection.adjusted(List.of(1.5))).hasMessageContaining("1.5");
    }
}
