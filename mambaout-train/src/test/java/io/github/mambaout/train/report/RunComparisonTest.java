package io.github.mambaout.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunComparisonTest {
    private static RecordedRun run(String name, Map<String, String> settings, int... correct) {
        MetricsHistory history = new MetricsHistory();
        for (int i = 0; i < correct.length; i++) {
            history.add(new UpdateMetrics(
                    10L * (i + 1), i, 2.0 / (i + 1), 1e-3, 1, 100, i == 0 ? 0.5 : 0.25, 60 * (i + 1)));
            history.add(new EpochMetrics(10L * (i + 1), i, new Evaluation(100, correct[i], 100, 1.0 / (i + 1))));
        }
        return new RecordedRun(name, settings, history);
    }

    private static final RecordedRun FIRST =
            run("runs/<a>", Map.of("lr", "0.001", "seed", "0", "output", "runs/a"), 50, 90, 80);
    private static final RecordedRun SECOND =
            run("runs/b", Map.of("lr", "0.002", "seed", "0", "output", "runs/b", "mixup", "0.8"), 60, 60);

    @Test
    void figuresAreTheBestAndTheLast() {
        assertThat(FIRST.figures())
                .containsEntry("run", "runs/<a>")
                .containsEntry("best_top1", 0.9)
                .containsEntry("best_epoch", 2)
                .containsEntry("last_top1", 0.8)
                .containsEntry("last_top5", 1.0)
                .containsEntry("last_loss", 1.0 / 3)
                .containsEntry("training_loss", 2.0 / 3)
                .containsEntry("updates", 30L)
                .containsEntry("training_seconds", 180.0)
                .containsEntry("pictures_per_second", 100.0);
        assertThat(SECOND.figures()).containsEntry("best_epoch", 1);
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
        assertThat(new RecordedRun("a", Map.of(), history).figures())
                .containsEntry("best_top1", 0.75)
                .containsEntry("best_epoch", 2);
    }

    @Test
    void runThatHasJustBegunHasNoFigures() {
        RecordedRun begun = new RecordedRun("a", Map.of(), new MetricsHistory());
        assertThat(begun.figures()).containsEntry("best_top1", "").containsEntry("updates", "");
        assertThat(new RunComparison(List.of(begun)).rows().get(0))
                .containsExactly("a", "-", "-", "-", "-", "-", "-", "-", "0 s", "-", "0.0 %");
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
