package io.github.mambaout.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunComparisonTest {
    private static RecordedRun run(String name, Map<String, String> settings, int... correct) {
        return new RecordedRun(name, settings, EvaluationMetric.TOP1, history(correct));
    }

    /** The more epochs, the more pictures have their class among five, and the lower is the loss. */
    private static MetricsHistory history(int... correct) {
        MetricsHistory history = new MetricsHistory();
        for (int i = 0; i < correct.length; i++) {
            history.add(new UpdateMetrics(
                    10L * (i + 1), i, 2.0 / (i + 1), 1e-3, 1, 100, i == 0 ? 0.5 : 0.25, 60 * (i + 1)));
            history.add(new EpochMetrics(10L * (i + 1), i, new Evaluation(100, correct[i], 98 + i, 1.0 / (i + 1))));
        }
        return history;
    }

    private static final RecordedRun FIRST =
            run("runs/<a>", Map.of("lr", "0.001", "seed", "0", "output", "runs/a"), 50, 90, 80);
    private static final RecordedRun SECOND =
            run("runs/b", Map.of("lr", "0.002", "seed", "0", "output", "runs/b", "mixup", "0.8"), 60, 60);

    @Test
    void figuresAreTheBestAndTheLast() {
        assertThat(FIRST.figures())
                .containsEntry("run", "runs/<a>")
                .containsEntry("best_by", "top1")
                .containsEntry("best_epoch", 2)
                .containsEntry("best_top1", 0.9)
                .containsEntry("best_top5", 0.99)
                .containsEntry("best_loss", 0.5)
                .containsEntry("last_top1", 0.8)
                .containsEntry("last_top5", 1.0)
                .containsEntry("last_loss", 1.0 / 3)
                .containsEntry("training_loss", 2.0 / 3)
                .containsEntry("updates", 30L)
                .containsEntry("training_seconds", 180.0)
                .containsEntry("pictures_per_second", 100.0);
        assertThat(SECOND.figures()).containsEntry("best_epoch", 1);
    }

    @ParameterizedTest
    @CsvSource({"TOP1, 2, 0.9000, 0.9900, 0.5000", "TOP5, 3, 0.8000, 1.0000, 0.3333", "LOSS, 3, 0.8000, 1.0000, 0.3333"
    })
    void bestIsTheBestByTheRunsOwnMetric(EvaluationMetric metric, String epoch, String top1, String top5, String loss) {
        RecordedRun run = new RecordedRun("a", Map.of(), metric, history(50, 90, 80));
        assertThat(run.figures()).containsEntry("best_by", metric.toString());
        assertThat(RunComparison.headings().subList(1, 6))
                .containsExactly("best by", "its epoch", "its top-1", "its top-5", "its loss");
        assertThat(new RunComparison(List.of(run)).rows().get(0).subList(1, 6))
                .containsExactly(metric.toString(), epoch, top1, top5, loss);
    }

    @Test
    void waitingIsWeightedByTime() {
        assertThat(FIRST.waitingShare()).isCloseTo((0.5 + 0.25 + 0.25) / 3, within(1e-12));
    }

    @Test
    void averagedWeightsDecideWhereThereAreSome() {
        MetricsHistory history = new MetricsHistory();
        history.add(
                new EpochMetrics(10, 0, new Evaluation(100, 90, 100, 1), Optional.of(new Evaluation(100, 70, 100, 1))));
        history.add(
                new EpochMetrics(20, 1, new Evaluation(100, 80, 100, 1), Optional.of(new Evaluation(100, 75, 100, 1))));
        assertThat(new RecordedRun("a", Map.of(), EvaluationMetric.TOP1, history).figures())
                .containsEntry("best_top1", 0.75)
                .containsEntry("best_epoch", 2);
    }

    @Test
    void runThatHasJustBegunHasNoFigures() {
        RecordedRun begun = new RecordedRun("a", Map.of(), EvaluationMetric.LOSS, new MetricsHistory());
        assertThat(begun.figures()).containsEntry("best_top1", "").containsEntry("updates", "");
        assertThat(new RunComparison(List.of(begun)).rows().get(0))
                .containsExactly("a", "loss", "-", "-", "-", "-", "-", "-", "-", "-", "-", "0 s", "-", "0.0 %");
    }

    @Test
    void settingsThatDifferAreListedWithoutThePlace() {
        RunComparison comparison = new RunComparison(List.of(FIRST, SECOND));
        assertThat(comparison.settings())
                .containsExactlyInAnyOrder(List.of("lr", "0.001", "0.002"), List.of("mixup", "-", "0.8"));
        assertThat(comparison.settingHeadings()).containsExactly("setting", "runs/<a>", "runs/b");
    }

    @Test
    void pageHasACurveOfEachRunInEveryChartAndNeedsNothingBesideIt() {
        String html = new RunComparison(List.of(FIRST, SECOND)).toHtml();
        assertThat(html.split("<svg ", -1)).hasSize(1 + 6);
        assertThat(html.split("class=\"curve series-1\"", -1)).hasSize(1 + 6);
        assertThat(html)
                .contains("runs/&lt;a&gt;", "0.9000", "Top-1 over training time")
                .doesNotContain("<a>", "http:", "https:", "<script", "<link");
    }

    @Test
    void timeChartStandsOverMinutes() {
        assertThat(new RunComparison(List.of(FIRST)).toHtml()).contains("runs/&lt;a&gt;, minutes 2: 0.9000");
    }
}
