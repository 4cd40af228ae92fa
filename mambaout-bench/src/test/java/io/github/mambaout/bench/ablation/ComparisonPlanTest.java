package io.github.mambaout.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.bench.ablation.statistics.Inference;
import io.github.mambaout.bench.ablation.statistics.Inference.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonPlanTest {
    private static Verdict verdict(Comparison comparison) {
        return comparison.requireInference().verdict();
    }

    private static List<Comparison> compare(double... other) {
        return ComparisonPlan.DEFAULT.compare(
                MadeResults.study(MadeResults.of("gated-cnn", 0.80, 0.81, 0.82, 0.83), MadeResults.of("ssm", other)));
    }

    @Test
    void eachOutcomeHasItsWord() {
        assertThat(verdict(compare(0.75, 0.77, 0.77, 0.79).get(0))).isEqualTo(Verdict.BETTER);
        assertThat(verdict(compare(0.801, 0.809, 0.821, 0.829).get(0))).isEqualTo(Verdict.NOT_INFERIOR);
        assertThat(verdict(compare(0.85, 0.87, 0.87, 0.89).get(0))).isEqualTo(Verdict.WORSE);
        assertThat(verdict(compare(0.75, 0.87, 0.77, 0.89).get(0))).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void aLowerLossIsAnAdvantage() {
        ComparisonPlan byLoss = new ComparisonPlan(Measure.LOSS, 0.01, 0.95);
        Comparison comparison = byLoss.compare(MadeResults.study(
                        MadeResults.of("gated-cnn", 0.80, 0.81, 0.82), MadeResults.of("ssm", 0.70, 0.73, 0.71)))
                .get(0);
        assertThat(comparison.advantage().first()).isEqualTo("gated-cnn");
        assertThat(comparison.advantage().values().get(0L)).isCloseTo(0.2, within(1e-12));
        assertThat(comparison.advantage().values().get(1L)).isCloseTo(0.16, within(1e-12));
        assertThat(verdict(comparison)).isEqualTo(Verdict.BETTER);
    }

    @Test
    void manyComparisonsAreCorrectedForTheirNumber() {
        List<Comparison> comparisons = ComparisonPlan.DEFAULT.compare(MadeResults.study(
                MadeResults.of("gated-cnn", 0.80, 0.81, 0.82, 0.83),
                MadeResults.of("ssm", 0.77, 0.80, 0.79, 0.82),
                MadeResults.of("ss2d", 0.75, 0.77, 0.77, 0.79)));
        Inference ssm = comparisons.get(0).requireInference();
        Inference ss2d = comparisons.get(1).requireInference();
        assertThat(ss2d.better().pValue()).isLessThan(ssm.better().pValue());
        assertThat(ss2d.betterP()).isCloseTo(2 * ss2d.better().pValue(), within(1e-15));
        assertThat(ssm.betterP()).isEqualTo(ssm.better().pValue());
    }

    @Test
    void theSentenceHasIntervalAndMargin() {
        assertThat(compare(0.79, 0.79, 0.81, 0.81).get(0).sentence())
                .isEqualTo("gated-cnn is better than ssm in top-1: mean advantage +0.0150, interval +0.0058 to +0.0242"
                        + " (95 %) over 4 seeds, margin 0.01.");
        assertThat(compare(0.75, 0.87, 0.77, 0.89).get(0).sentence())
                .startsWith("gated-cnn is not shown to differ from ssm in top-1: mean advantage -0.0050")
                .contains("seeds would show non-inferiority if they are equally good");
    }

    @Test
    void oneSeedGivesADifferenceAndNoInference() {
        Comparison comparison = ComparisonPlan.DEFAULT
                .compare(MadeResults.study(MadeResults.of("gated-cnn", 0.8), MadeResults.of("ssm", 0.7)))
                .get(0);
        assertThat(comparison.inference()).isEmpty();
        assertThat(comparison.sentence())
                .isEqualTo("gated-cnn can't be told from ssm in top-1 by one seed: mean advantage +0.1000, and no"
                        + " interval; more seeds are needed.");
        assertThatThrownBy(comparison::requireInference).hasMessageContaining("from one seed (0)");
    }

    @Test
    void aPlanWithoutAMarginIsRefused() {
        assertThatThrownBy(() -> new ComparisonPlan(Measure.TOP1, 0, 0.95)).hasMessageContaining("A margin says");
        assertThatThrownBy(() -> new ComparisonPlan(Measure.TOP1, 0.01, 95)).hasMessageContaining("0.95");
    }
}
