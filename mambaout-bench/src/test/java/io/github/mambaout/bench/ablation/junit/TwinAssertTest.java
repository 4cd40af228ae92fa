package io.github.mambaout.bench.ablation.junit;

import static io.github.mambaout.bench.ablation.junit.AblationAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.MadeResults;
import io.github.mambaout.bench.ablation.Measure;
import io.github.mambaout.bench.ablation.TwinResults;
import org.junit.jupiter.api.Test;

class TwinAssertTest {
    private static final AblationResults RESULTS = MadeResults.study(
            MadeResults.of("gated-cnn", 0.80, 0.81, 0.82, 0.83),
            MadeResults.of("ssm", 0.801, 0.809, 0.821, 0.829),
            MadeResults.of("identity", 0.75, 0.77, 0.77, 0.79));

    private final TwinResults gatedCnn = RESULTS.of("gated-cnn");
    private final TwinResults ssm = RESULTS.of("ssm");
    private final TwinResults identity = RESULTS.of("identity");

    @Test
    void whatIsShownPasses() {
        assertThatCode(() -> assertThat(gatedCnn)
                        .isNotInferiorTo(ssm)
                        .withMargin(0.01)
                        .isBetterThan(identity)
                        .by(Measure.LOSS)
                        .isBetterThan(identity))
                .doesNotThrowAnyException();
        assertThatCode(() -> assertThat(ssm).isNotInferiorTo(gatedCnn, identity).withMargin(0.01))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsNotShownFailsWithTheIntervalAndTheSeedsThatAreNeeded() {
        assertThatThrownBy(() -> assertThat(gatedCnn).isNotInferiorTo(ssm).withMargin(0.0001))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected gated-cnn not to be inferior to ssm, but it is not shown (p = 0.43")
                .hasMessageContaining("above the level of 0.0250")
                .hasMessageContaining("interval -0.0018 to +0.0018 (95 %) over 4 seeds, margin 0.0001")
                .hasMessageContaining("seeds would show non-inferiority");
        assertThatThrownBy(() -> assertThat(identity).isBetterThan(ssm))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Expected identity to be better than ssm")
                .hasMessageContaining("identity is worse than ssm in top-1");
    }

    @Test
    void ofSeveralOthersOnlyThoseThatFailAreNamed() {
        assertThatThrownBy(() -> assertThat(gatedCnn).isBetterThan(ssm, identity))
                .hasMessageContaining("to be better than ssm")
                .message()
                .doesNotContain("to be better than identity");
    }

    @Test
    void moreConfidenceAsksForMore() {
        assertThatCode(() -> assertThat(gatedCnn).withConfidence(0.95).isBetterThan(identity))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> assertThat(gatedCnn).withConfidence(0.99999).isBetterThan(identity))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("(99.999 %)");
    }

    @Test
    void aMarginThatIsNoneAndASingleSeedAreExplained() {
        assertThatThrownBy(() -> assertThat(gatedCnn).isNotInferiorTo(ssm).withMargin(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A margin says how much worse");
        TwinResults one = new TwinResults("a", MadeResults.of("a", 0.5));
        TwinResults other = new TwinResults("b", MadeResults.of("b", 0.4));
        assertThatThrownBy(() -> assertThat(one).isBetterThan(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't be told from one seed (0)");
    }
}
