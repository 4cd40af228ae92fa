package io.github.mambaout.bench.ablation.report;

import io.github.mambaout.bench.ablation.tuning.Tuning;
import io.github.mambaout.bench.ablation.tuning.TuningResult;
import io.github.mambaout.train.report.Html;
import java.util.List;
import java.util.Locale;

/** What tuning tried and chose, as a section of a report. */
public final class TuningSection {
    private TuningSection() {}

    /**
     * @param result what tuning found
     * @return a table of every trial
     */
    public static StudySection of(TuningResult result) {
        String table = Html.table(
                List.of("twin", "learning rate", "drop path", "loss", "top-1", "chosen"),
                result.trials().stream()
                        .map(trial -> List.of(
                                trial.twin(),
                                number("%.3g", trial.lr()),
                                number("%.3f", trial.dropPath()),
                                Double.isInfinite(trial.loss()) ? "diverged" : number("%.4f", trial.loss()),
                                number("%.4f", trial.top1()),
                                trial.chosen() ? "yes" : ""))
                        .toList());
        return new StudySection(
                "Tuning",
                table
                        + number(
                                "<p class=\"quiet\">Every twin had the same trials, judged by %.0f %% of the training pictures, which they"
                                        + " were not trained on. The pictures that judge the study played no part.</p>",
                                100 * Tuning.HOLD_OUT),
                "tuning",
                result.trials());
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
