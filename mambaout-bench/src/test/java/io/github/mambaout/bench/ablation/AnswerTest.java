package io.github.mambaout.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static final AblationResults RESULTS = MadeResults.study(
            MadeResults.of("gated-cnn", 0.80, 0.81, 0.82, 0.83),
            MadeResults.of("ssm", 0.70, 0.71, 0.722, 0.73),
            MadeResults.of("vim", 0.80, 0.812, 0.82, 0.83),
            MadeResults.of("attention", 0.90, 0.912, 0.92, 0.93),
            MadeResults.of("ss2d", 0.7, 0.9, 0.72, 0.93));

    @Test
    void oneSentenceHoldsEveryVerdictWithItsInterval() {
        List<Comparison> comparisons = ComparisonPlan.DEFAULT.compare(RESULTS);
        assertThat(new Answer(comparisons).sentences())
                .containsExactly(
                        "In top-1, gated-cnn is better than ssm (+0.0995 [+0.0979, +0.1011]); it is not inferior to vim"
                                + " (-0.0005 [-0.0021, +0.0011]); it is worse than attention (-0.1005 [-0.1021, -0.0989]); it is not"
                                + " shown to differ from ss2d (+0.0025 [-0.1768, +0.1818]) (mean advantage [interval of 95 %] over 4"
                                + " seeds; margin 0.01).");
    }

    @Test
    void everyTwinAskedAboutHasASentence() {
        List<Comparison> comparisons = ComparisonPlan.DEFAULT.compare(
                RESULTS, List.of(new Contrast("attention", "vim"), new Contrast("ssm", "vim")));
        assertThat(new Answer(comparisons).sentences())
                .containsExactly(
                        comparisons.get(0).sentence(), comparisons.get(1).sentence());
    }

    @Test
    void oneSeedIsNoAnswer() {
        AblationResults single = MadeResults.study(
                MadeResults.of("gated-cnn", 0.8), MadeResults.of("ssm", 0.7), MadeResults.of("vim", 0.7));
        assertThat(new Answer(ComparisonPlan.DEFAULT.compare(single)).sentences())
                .containsExactly("In top-1, gated-cnn can't be told from others by one seed; more seeds are needed.");
    }
}
