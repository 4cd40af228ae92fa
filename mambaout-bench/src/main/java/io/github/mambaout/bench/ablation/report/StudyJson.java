package io.github.mambaout.bench.ablation.report;

import io.github.mambaout.bench.ablation.Comparison;
import io.github.mambaout.bench.ablation.statistics.Inference;
import io.github.mambaout.bench.ablation.statistics.Interval;
import io.github.mambaout.train.report.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A study as JSON: the plan, the comparisons and every run. */
final class StudyJson {
    private final StudyReport report;

    StudyJson(StudyReport report) {
        this.report = report;
    }

    String text() {
        Map<String, Object> study = new LinkedHashMap<>();
        study.put("title", report.title());
        study.put("measure", report.plan().measure().label());
        study.put("margin", report.plan().margin());
        study.put("confidence", report.plan().confidence());
        study.put("repeat", report.repeat());
        study.put("answer", report.answer());
        study.put(
                "comparisons",
                report.comparisons().stream().map(StudyJson::comparison).toList());
        report.sections().forEach(section -> study.put(section.name(), section.data()));
        study.put("runs", report.results().runs());
        return JsonText.of(study);
    }

    private static Map<String, Object> comparison(Comparison comparison) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("first", comparison.advantage().first());
        tree.put("second", comparison.advantage().second());
        tree.put("sentence", comparison.sentence());
        tree.put("advantage_by_seed", comparison.advantage().values());
        tree.put("mean", comparison.advantage().mean());
        comparison.inference().ifPresent(found -> {
            tree.put("deviation", comparison.advantage().deviation());
            addInference(tree, found);
        });
        return tree;
    }

    private static void addInference(Map<String, Object> tree, Inference found) {
        tree.put("student_interval", bounds(found.student()));
        tree.put("bootstrap_interval", bounds(found.bootstrap()));
        tree.put("verdict", found.verdict().name().toLowerCase(Locale.ROOT));
        tree.put("p_better", found.better().pValue());
        tree.put("p_better_holm", found.betterP());
        tree.put("p_worse", found.worse().pValue());
        tree.put("p_worse_holm", found.worseP());
        tree.put("p_not_inferior", found.notInferior().pValue());
        tree.put("p_not_inferior_holm", found.notInferiorP());
        found.seedsNeeded().ifPresent(seeds -> tree.put("seeds_needed", seeds));
    }

    private static List<Double> bounds(Interval interval) {
        return List.of(interval.low(), interval.high());
    }
}
