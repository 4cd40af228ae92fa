package io.github.mambaout.bench.cli.ablate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.ComparisonPlan;
import io.github.mambaout.bench.ablation.MadeResults;
import io.github.mambaout.train.data.PathfinderSettings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResolutionsTest {
    private static Resolutions resolutions(AblationResults results) {
        return new Resolutions(
                Stream.of("pathfinder:32", "pathfinder:64")
                        .map(PathfinderSettings::parse)
                        .toList(),
                List.of("gated-cnn", "ssm:cross"),
                ComparisonPlan.DEFAULT,
                results);
    }

    @Test
    void aMixerBeginsToPayWhereItIsShownToBeBetter() {
        Resolutions resolutions = resolutions(MadeResults.study(
                MadeResults.of("gated-cnn at 32", 0.90, 0.92, 0.94),
                MadeResults.of("ssm:cross at 32", 0.94, 0.90, 0.93),
                MadeResults.of("gated-cnn at 64", 0.70, 0.71, 0.72),
                MadeResults.of("ssm:cross at 64", 0.80, 0.81, 0.83)));
        // By hand: differences 0.04, -0.02, -0.01, mean 0.0033, deviation 0.0321, t(2) = 4.3027; and 0.10, 0.10, 0.11.
        assertThat(resolutions.sentences())
                .containsExactly(
                        "At 32 pixels (8x8 tokens, paths of up to 5 dashes) ssm:cross is not shown to differ from gated-cnn"
                                + " (+0.0033 [-0.0765, +0.0832]) (mean advantage in top-1 [interval] over 3 seeds; margin"
                                + " 0.01).",
                        "At 64 pixels (16x16 tokens, paths of up to 9 dashes) ssm:cross is better than gated-cnn"
                                + " (+0.1033 [+0.0890, +0.1177]) (mean advantage in top-1 [interval] over 3 seeds; margin"
                                + " 0.01).",
                        "ssm:cross begins to pay at 64 pixels; it is shown to be better than gated-cnn at 64.");
    }

    @Test
    void aResolutionThatNobodyLearnsTellsNothing() {
        Resolutions resolutions = resolutions(MadeResults.study(
                MadeResults.of("gated-cnn at 32", 0.80, 0.81, 0.82),
                MadeResults.of("ssm:cross at 32", 0.70, 0.71, 0.72),
                MadeResults.of("gated-cnn at 64", 0.49, 0.50, 0.51),
                MadeResults.of("ssm:cross at 64", 0.50, 0.51, 0.52)));
        assertThat(resolutions.sentences().get(0)).contains("ssm:cross is worse than gated-cnn");
        assertThat(resolutions.sentences().get(1))
                .startsWith("At 64 pixels")
                .contains("no mixer is shown to do better than chance");
        assertThat(resolutions.sentences().get(2))
                .isEqualTo("ssm:cross is not shown to pay at any of these resolutions.");
    }

    @Test
    void theReportHasACurveForEachMixerWithIntervals() {
        Findings findings = resolutions(MadeResults.study(
                        MadeResults.of("gated-cnn at 32", 0.90, 0.92),
                        MadeResults.of("ssm:cross at 32", 0.94, 0.93),
                        MadeResults.of("gated-cnn at 64", 0.70, 0.71),
                        MadeResults.of("ssm:cross at 64", 0.80, 0.81)))
                .findings();
        String page = findings.sections().get(0).html();
        assertThat(page).contains("gated-cnn, pixels across 32: 0.9100", "ssm:cross, pixels across 64: 0.8050");
        assertThat(page.split("<line class=\"curve series-0\"", -1)).hasSize(3);
        assertThat(page.split("<line class=\"curve series-1\"", -1)).hasSize(3);
        assertThat(findings.sections().get(0).data().toString()).contains("pathfinder:64,train=20000");
    }
}
