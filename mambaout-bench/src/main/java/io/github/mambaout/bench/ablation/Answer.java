package io.github.mambaout.bench.ablation;

import io.github.mambaout.bench.ablation.statistics.Inference;
import io.github.mambaout.bench.ablation.statistics.Interval;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a study says, in one sentence for each twin that is asked about.
 *
 * @param comparisons of one plan, at least one
 */
public record Answer(List<Comparison> comparisons) {
    public Answer {
        if (comparisons.isEmpty()) {
            throw new IllegalArgumentException("Nothing is compared");
        }
        comparisons = List.copyOf(comparisons);
    }

    /** @return a sentence for each first twin of a comparison, with intervals and margin */
    public List<String> sentences() {
        return comparisons.stream()
                .collect(Collectors.groupingBy(
                        comparison -> comparison.advantage().first(), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(Answer::sentence)
                .toList();
    }

    private static String sentence(List<Comparison> ofOneTwin) {
        Comparison any = ofOneTwin.get(0);
        if (ofOneTwin.size() == 1) {
            return any.sentence();
        }
        String start =
                "In " + any.plan().measure().label() + ", " + any.advantage().first() + " ";
        if (any.inference().isEmpty()) {
            return start + "can't be told from others by one seed; more seeds are needed.";
        }
        Map<Inference.Verdict, List<String>> others = new EnumMap<>(Inference.Verdict.class);
        for (Comparison comparison : ofOneTwin) {
            others.computeIfAbsent(comparison.requireInference().verdict(), verdict -> new ArrayList<>())
                    .add(other(comparison));
        }
        return start
                + others.entrySet().stream()
                        .map(entry -> entry.getKey().words() + " " + String.join(", ", entry.getValue()))
                        .collect(Collectors.joining("; it "))
                + String.format(
                        Locale.ROOT,
                        " (mean advantage [interval of %s %%] over %d seeds; margin %s).",
                        plain(100 * any.plan().confidence()),
                        any.advantage().count(),
                        any.plan().marginText());
    }

    private static String other(Comparison comparison) {
        Interval interval = comparison.requireInference().student();
        return String.format(
                Locale.ROOT,
                "%s (%+.4f [%+.4f, %+.4f])",
                comparison.advantage().second(),
                comparison.advantage().mean(),
                interval.low(),
                interval.high());
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
