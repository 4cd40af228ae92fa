package io.github.mambaout.bench.ablation.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Right answers are SciPy's, {@code scipy.stats.ttest_1samp(differences, -margin, alternative='greater')}. */
class MarginTestTest {
    private static PairedDifferences differences() {
        return new PairedDifferences(
                "gated-cnn",
                "ssm",
                new TreeMap<>(Map.of(0L, 0.012, 1L, -0.004, 2L, 0.009, 3L, 0.015, 4L, 0.001, 5L, 0.007)));
    }

    @Test
    void superiorityHasTheProbabilityOfStudentsTest() {
        MarginTest test = MarginTest.superiority(differences(), 0.95);
        assertThat(test.pValue()).isCloseTo(0.034346965325680136, within(1e-9));
        assertThat(test.lowerBound()).isCloseTo(-0.0007440631282021803, within(1e-9));
        assertThat(test.isShown()).isFalse();
        assertThat(MarginTest.superiority(differences(), 0.9).isShown()).isTrue();
    }

    @Test
    void nonInferiorityAllowsTheMargin() {
        MarginTest test = MarginTest.nonInferiority(differences(), 0.005, 0.95);
        assertThat(test.pValue()).isCloseTo(0.0049279554646329375, within(1e-9));
        assertThat(test.isShown()).isTrue();
        assertThat(test.pValue()).isLessThanOrEqualTo(test.level());
        assertThat(MarginTest.nonInferiority(differences().reversed(), 0.005, 0.95)
                        .isShown())
                .isFalse();
    }

    @Test
    void theBoundAndTheProbabilityAgreeAtAnyMargin() {
        double reached = -differences().studentInterval(0.99).low();
        for (double margin : new double[] {0.5 * reached, reached * (1 - 1e-9), reached * (1 + 1e-9), 2 * reached}) {
            MarginTest test = MarginTest.nonInferiority(differences(), margin, 0.99);
            assertThat(test.pValue() <= test.level()).as("margin %s", margin).isEqualTo(test.isShown());
        }
    }

    @Test
    void aMarginThatIsNoneIsRefused() {
        assertThatThrownBy(() -> MarginTest.nonInferiority(differences(), 0, 0.95))
                .hasMessageContaining("how much worse would still do");
        assertThatThrownBy(() -> MarginTest.nonInferiority(differences(), -0.01, 0.95))
                .hasMessageContaining("-0.01");
    }
}
