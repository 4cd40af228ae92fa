package io.github.mambaout.bench.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LengthResultsTest {
    private final LengthResults results = MadeCosts.results();

    @Test
    void growthIsFittedOverTheLongestLengths() {
        assertThat(results.plan().fittedSides()).containsExactly(20, 40, 80);
        assertThat(results.growth("ssm:cross", CostKind.FORWARD).exponent()).isCloseTo(1, within(1e-12));
        assertThat(results.growth("ssm:cross", CostKind.TRAINING).factor()).isCloseTo(4e-3, within(1e-12));
        assertThat(results.growth("attention", CostKind.TRAINING_BYTES).factor())
                .isCloseTo(80, within(1e-9));
        // 0.56, 4.16 and 47.36 ms: the slope between the outer ones, since the middle one lies in the middle.
        assertThat(results.growth("attention", CostKind.FORWARD).exponent())
                .isCloseTo(Math.log(47.36 / 0.56) / Math.log(16), within(1e-12));
    }

    @Test
    void curvesCrossWhereTheyCostTheSame() {
        // 1e-3·L + 1e-6·L² = 2e-3·L at L = 1000, between 400 and 1600 tokens.
        Crossing crossing = results.crossing("attention", "ssm:cross", CostKind.FORWARD);
        double below = Math.log(0.56 / 0.8);
        double above = Math.log(4.16 / 3.2);
        assertThat(crossing.kind()).isEqualTo(Crossing.Kind.AT);
        assertThat(crossing.tokens()).isCloseTo(400 * Math.pow(4, below / (below - above)), within(1e-9));
        assertThat(crossing.tokens()).isBetween(850.0, 1150.0);
        assertThat(crossing.describe()).isEqualTo("from about 890 tokens");
    }

    @Test
    void curvesThatNeverCrossSaySo() {
        assertThat(Crossing.of(MadeCosts.attention(), MadeCosts.scan(1e-4), CostKind.FORWARD))
                .isEqualTo(new Crossing(Crossing.Kind.EVERYWHERE, 100));
        Crossing never = Crossing.of(MadeCosts.attention(), MadeCosts.scan(1), CostKind.FORWARD);
        assertThat(never).isEqualTo(new Crossing(Crossing.Kind.NOWHERE, 6400));
        assertThat(never.describe()).isEqualTo("not up to 6,400 tokens");
    }
}
