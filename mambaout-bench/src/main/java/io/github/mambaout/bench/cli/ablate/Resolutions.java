package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.Comparison;
import io.github.mambaout.bench.ablation.ComparisonPlan;
import io.github.mambaout.bench.ablation.Contrast;
import io.github.mambaout.bench.ablation.Measure;
import io.github.mambaout.bench.ablation.report.StudySection;
import io.github.mambaout.bench.ablation.statistics.Inference;
import io.github.mambaout.bench.ablation.statistics.Interval;
import io.github.mambaout.bench.ablation.statistics.SeededValues;
import io.github.mambaout.train.data.PathfinderSettings;
import io.github.mambaout.train.report.Html;
import io.github.mambaout.train.report.LineChart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads a study of mixers at several resolutions: accuracy against resolution, and where others begin to beat the first mixer.
 *
 * @param tasks one for each resolution, ascending by size
 * @param mixers the first is what the others are set against
 * @param plan how they are compared
 * @param results of twins called {@link #twin}
 */
record Resolutions(List<PathfinderSettings> tasks, List<String> mixers, ComparisonPlan plan, AblationResults results) {
    /** Half of the pictures belong to each class. */
    private static final double CHANCE = 0.5;

    private static final int PIXELS_OF_A_TOKEN = 4;

    /** The name of a mixer's twin at a size in pixels. */
    static String twin(String mixer, int size) {
        return mixer + " at " + size;
    }

    Findings findings() {
        List<String> sentences = sentences();
        String said = sentences.stream()
                .map(sentence -> "<p>" + Html.escape(sentence) + "</p>")
                .collect(Collectors.joining());
        return new Findings(
                sentences,
                List.of(new StudySection(
                        "Where does it begin to pay?",
                        said + chart().toFigure(),
                        "resolutions",
                        json(sentences),
                        StudySection.Place.BELOW_THE_ANSWER)));
    }

    private Map<String, Object> json(List<String> sentences) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("sentences", sentences);
        tree.put("tasks", tasks.stream().map(PathfinderSettings::toString).toList());
        return tree;
    }

    /** One sentence for each resolution, then one for each mixer that is set against the first. */
    List<String> sentences() {
        Map<String, Comparison> byTwin = comparisons();
        List<String> sentences = new ArrayList<>();
        tasks.forEach(task -> sentences.add(sentence(task, byTwin)));
        others().forEach(mixer -> sentences.add(summary(mixer, byTwin)));
        return sentences;
    }

    private List<String> others() {
        return mixers.subList(1, mixers.size());
    }

    /** Each other mixer against the first at each resolution. */
    static List<Contrast> contrasts(List<PathfinderSettings> tasks, List<String> mixers) {
        return tasks.stream()
                .map(PathfinderSettings::size)
                .flatMap(size -> mixers.stream()
                        .skip(1)
                        .map(other -> new Contrast(twin(other, size), twin(mixers.get(0), size))))
                .toList();
    }

    /** Corrected for all mixers and resolutions together. */
    private Map<String, Comparison> comparisons() {
        return plan.compare(results, contrasts(tasks, mixers)).stream()
                .collect(Collectors.toMap(comparison -> comparison.advantage().first(), comparison -> comparison));
    }

    private String sentence(PathfinderSettings task, Map<String, Comparison> byTwin) {
        int across = task.size() / PIXELS_OF_A_TOKEN;
        String start = String.format(
                Locale.ROOT,
                "At %d pixels (%dx%d tokens, paths of up to %d dashes) ",
                task.size(),
                across,
                across,
                task.dashes());
        if (!isLearned(task)) {
            return start
                    + "no mixer is shown to do better than chance, so this resolution tells nothing; a larger --budget"
                    + " or an easier --task is needed.";
        }
        return start
                + others().stream()
                        .map(mixer -> mixer + " " + words(byTwin.get(twin(mixer, task.size()))))
                        .collect(Collectors.joining("; "))
                + String.format(
                        Locale.ROOT,
                        " (mean advantage in %s [interval] over %d seeds; margin %s).",
                        plan.measure().label(),
                        byTwin.get(twin(others().get(0), task.size()))
                                .advantage()
                                .count(),
                        plan.marginText());
    }

    private String words(Comparison comparison) {
        Inference inference = comparison.requireInference();
        return String.format(
                Locale.ROOT,
                "%s %s (%+.4f [%+.4f, %+.4f])",
                inference.verdict().words(),
                mixers.get(0),
                comparison.advantage().mean(),
                inference.student().low(),
                inference.student().high());
    }

    private String summary(String mixer, Map<String, Comparison> byTwin) {
        List<Integer> paying = tasks.stream()
                .filter(this::isLearned)
                .map(PathfinderSettings::size)
                .filter(size -> byTwin.get(twin(mixer, size)).requireInference().verdict() == Inference.Verdict.BETTER)
                .toList();
        if (paying.isEmpty()) {
            return mixer + " is not shown to pay at any of these resolutions.";
        }
        return mixer + " begins to pay at " + paying.get(0) + " pixels; it is shown to be better than " + mixers.get(0)
                + " at " + paying.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ".";
    }

    private boolean isLearned(PathfinderSettings task) {
        return mixers.stream()
                .map(mixer -> interval(Measure.TOP1, mixer, task))
                .anyMatch(interval -> interval.low() > CHANCE);
    }

    private Interval interval(Measure measure, String mixer, PathfinderSettings task) {
        return values(measure, mixer, task).studentInterval(plan.confidence());
    }

    private SeededValues values(Measure measure, String mixer, PathfinderSettings task) {
        return results.of(twin(mixer, task.size())).values(measure);
    }

    private LineChart chart() {
        List<Double> places = tasks.stream().map(task -> (double) task.size()).toList();
        List<LineChart.Series> lines = mixers.stream()
                .map(mixer -> new LineChart.Series(
                        mixer,
                        places,
                        tasks.stream()
                                .map(task -> values(plan.measure(), mixer, task).mean())
                                .toList(),
                        true,
                        tasks.stream()
                                .map(task -> interval(plan.measure(), mixer, task))
                                .map(interval -> new LineChart.Range(interval.low(), interval.high()))
                                .toList()))
                .toList();
        return new LineChart(
                "Held-out " + plan.measure().label() + " with intervals",
                "pixels across",
                LineChart.Scale.LINEAR,
                lines,
                List.of());
    }
}
