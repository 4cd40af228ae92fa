package io.github.mambaout.bench.ablation.report;

import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.Comparison;
import io.github.mambaout.bench.ablation.Environment;
import io.github.mambaout.bench.ablation.Measure;
import io.github.mambaout.bench.ablation.RunResult;
import io.github.mambaout.bench.ablation.TwinResults;
import io.github.mambaout.bench.ablation.statistics.Inference;
import io.github.mambaout.bench.ablation.statistics.SeededValues;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingConfigFile;
import io.github.mambaout.train.report.Html;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page about a study: one HTML file that needs no network. */
final class StudyPage {
    /** Cells of a comparison that one seed leaves open. */
    private static final int UNKNOWN_CELLS = 7;

    private final StudyReport report;
    private final List<Comparison> comparisons;

    StudyPage(StudyReport report) {
        this.report = report;
        this.comparisons = report.comparisons();
    }

    String html() {
        StringBuilder page = new StringBuilder();
        page.append(Html.card("Answer", answers()));
        page.append(sections(StudySection.Place.BELOW_THE_ANSWER));
        page.append("<div class=\"grid-of-cards charts\">");
        page.append(Html.card(
                "Held-out " + report.plan().measure().label() + ", a dot for each seed",
                twinChart().svg()));
        if (!comparisons.isEmpty()) {
            page.append(Html.card(advantageTitle(), advantageChart().svg()));
        }
        page.append("</div><div class=\"grid-of-cards\">");
        page.append(Html.card("Twins", Html.table(twinHeadings(), twinRows())));
        if (!comparisons.isEmpty()) {
            page.append(Html.card("Comparisons", Html.table(comparisonHeadings(), comparisonRows()) + explanation()));
        }
        page.append("</div>").append(sections(StudySection.Place.BELOW_THE_COMPARISONS));
        page.append("<div class=\"grid-of-cards\">");
        page.append(Html.card("Runs", Html.table(runHeadings(), runRows())));
        page.append(Html.card("To repeat it", repeat()));
        page.append("</div>");
        return Html.page(report.title(), page.toString());
    }

    private String sections(StudySection.Place place) {
        return report.sections().stream()
                .filter(section -> section.place() == place)
                .map(section -> "<div class=\"grid-of-cards\">" + Html.card(section.title(), section.html()) + "</div>")
                .collect(Collectors.joining());
    }

    private String answers() {
        if (comparisons.isEmpty()) {
            return "<p>There is one twin only, so nothing is compared.</p>";
        }
        List<String> answer = report.answer();
        String details = comparisons.stream()
                .map(Comparison::sentence)
                .filter(sentence -> !answer.contains(sentence))
                .map(sentence -> "<li>" + Html.escape(sentence) + "</li>")
                .collect(Collectors.joining());
        return answer.stream()
                        .map(sentence -> "<p>" + Html.escape(sentence) + "</p>")
                        .collect(Collectors.joining())
                + (details.isEmpty() ? "" : "<ul class=\"quiet\">" + details + "</ul>");
    }

    private DotChart twinChart() {
        Measure measure = report.plan().measure();
        List<DotChart.Row> rows = new ArrayList<>();
        for (TwinResults twin : results().twins()) {
            SeededValues values = twin.values(measure);
            rows.add(new DotChart.Row(twin.twin(), values.values(), values.mean(), Optional.empty()));
        }
        return new DotChart(measure.label() + " of each twin", rows, List.of());
    }

    private String advantageTitle() {
        return oneIsAskedAbout()
                ? "Advantage of " + comparisons.get(0).advantage().first() + " over the others"
                : "Advantage of the first over the second";
    }

    private boolean oneIsAskedAbout() {
        return comparisons.stream()
                        .map(comparison -> comparison.advantage().first())
                        .distinct()
                        .count()
                == 1;
    }

    private DotChart advantageChart() {
        List<DotChart.Row> rows = comparisons.stream()
                .map(comparison -> new DotChart.Row(
                        (oneIsAskedAbout() ? "" : comparison.advantage().first() + " ")
                                + "over "
                                + comparison.advantage().second(),
                        comparison.advantage().values(),
                        comparison.advantage().mean(),
                        comparison.inference().map(Inference::student)))
                .toList();
        double margin = report.plan().margin();
        return new DotChart(
                advantageTitle(),
                rows,
                List.of(new DotChart.Mark(0, false, "no difference"), new DotChart.Mark(-margin, true, "the margin")));
    }

    private static List<String> twinHeadings() {
        return List.of(
                "twin",
                "widths",
                "learning rate",
                "drop path",
                "seeds",
                "top-1, mean",
                "deviation",
                "loss, mean",
                "parameters",
                "multiply-adds",
                "updates",
                "training time, mean");
    }

    private List<List<String>> twinRows() {
        return results().twins().stream()
                .map(twin -> {
                    SeededValues top1 = twin.values(Measure.TOP1);
                    RunResult any = twin.any();
                    return List.of(
                            twin.twin(),
                            widths(any.config()),
                            number("%.3g", any.config().peakLearningRate()),
                            number("%.3f", any.config().network().dropPath()),
                            Integer.toString(top1.count()),
                            number("%.4f", top1.mean()),
                            top1.count() == 1 ? "–" : number("%.4f", top1.deviation()),
                            number("%.4f", twin.values(Measure.LOSS).mean()),
                            number("%,d", any.parameters()),
                            number("%,d", any.multiplyAdds()),
                            number("%,d", any.updates()),
                            number("%.1f s", twin.meanTrainingSeconds()));
                })
                .toList();
    }

    private static String widths(TrainingConfig config) {
        List<Integer> dims = config.network().dims();
        return dims.isEmpty()
                ? "the model's"
                : dims.stream().map(width -> Integer.toString(width)).collect(Collectors.joining(", "));
    }

    private static List<String> comparisonHeadings() {
        return List.of(
                "pair",
                "mean advantage",
                "deviation",
                "Student's interval",
                "bootstrap interval",
                "p, better",
                "p, worse",
                "p, not inferior",
                "seeds needed");
    }

    private List<List<String>> comparisonRows() {
        return comparisons.stream()
                .map(comparison -> {
                    List<String> cells = new ArrayList<>();
                    cells.add(comparison.advantage().first() + " − "
                            + comparison.advantage().second());
                    cells.add(number("%+.4f", comparison.advantage().mean()));
                    comparison
                            .inference()
                            .ifPresentOrElse(
                                    found -> {
                                        cells.add(number(
                                                "%.4f", comparison.advantage().deviation()));
                                        cells.add(found.student().toString());
                                        cells.add(found.bootstrap().toString());
                                        cells.add(number("%.4f", found.betterP()));
                                        cells.add(number("%.4f", found.worseP()));
                                        cells.add(number("%.4f", found.notInferiorP()));
                                        cells.add(
                                                found.seedsNeeded().isPresent()
                                                        ? Integer.toString(found.seedsNeeded()
                                                                .getAsInt())
                                                        : "over a million");
                                    },
                                    () -> cells.addAll(Collections.nCopies(UNKNOWN_CELLS, "–")));
                    return cells;
                })
                .toList();
    }

    private String explanation() {
        return "<p class=\"quiet\">"
                + Html.escape(String.format(
                        Locale.ROOT,
                        "Positive means that the first of the pair is better in %s; differences are taken seed by seed."
                                + " The margin of non-inferiority, %s, and the level of %s were fixed before the runs."
                                + " p-values are one-sided, to be held against %s, and corrected by Holm for %d"
                                + " comparisons. Seeds needed: to show non-inferiority with a probability of %s if both"
                                + " are equally good. Below some twenty seeds the bootstrap's interval is too narrow;"
                                + " decide by Student's.",
                        report.plan().measure().label(),
                        report.plan().marginText(),
                        report.plan().confidence(),
                        BigDecimal.valueOf(1)
                                .subtract(BigDecimal.valueOf(report.plan().confidence()))
                                .divide(BigDecimal.valueOf(2))
                                .stripTrailingZeros()
                                .toPlainString(),
                        comparisons.size(),
                        Inference.POWER))
                + "</p>";
    }

    private static List<String> runHeadings() {
        return List.of("twin", "seed", "top-1", "loss", "updates", "training time", "whole time", "key");
    }

    private List<List<String>> runRows() {
        return results().runs().stream()
                .map(run -> List.of(
                        run.twin(),
                        Long.toString(run.seed()),
                        number("%.4f", run.top1()),
                        number("%.4f", run.loss()),
                        number("%,d", run.updates()),
                        number("%.1f s", run.trainingSeconds()),
                        number("%.1f s", run.seconds()),
                        run.key().substring(0, Math.min(12, run.key().length()))))
                .toList();
    }

    private String repeat() {
        RunResult first = results().runs().get(0);
        String environments = results().runs().stream()
                .map(RunResult::environment)
                .distinct()
                .map(StudyPage::describe)
                .collect(Collectors.joining("; "));
        return "<pre class=\"scroll\">" + Html.escape(report.repeat()) + "</pre><p class=\"quiet\">Trained with "
                + Html.escape(environments)
                + ". Configuration of the first run; those of the others are in the JSON file:</p><pre"
                + " class=\"scroll\">"
                + Html.escape(TrainingConfigFile.toYaml(first.config())) + "</pre>";
    }

    private static String describe(Environment environment) {
        return "version " + environment.library() + ", " + environment.kernels() + " kernels, Java "
                + environment.java() + ", " + environment.cores() + " cores";
    }

    private AblationResults results() {
        return report.results();
    }

    private static String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
