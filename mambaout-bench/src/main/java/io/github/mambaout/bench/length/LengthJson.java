package io.github.mambaout.bench.length;

import io.github.mambaout.bench.ablation.statistics.Interval;
import io.github.mambaout.bench.ablation.statistics.PowerLaw;
import io.github.mambaout.model.LongSequence;
import io.github.mambaout.train.report.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A study of lengths as JSON: every figure, and what it depends on. */
final class LengthJson {
    private final LengthReport report;
    private final LengthResults results;

    LengthJson(LengthReport report) {
        this.report = report;
        this.results = report.results();
    }

    String text() {
        LengthPlan plan = results.plan();
        Map<String, Object> study = new LinkedHashMap<>();
        study.put("title", LengthPage.TITLE);
        study.put("answer", report.answer());
        study.put("repeat", report.repeat());
        study.put("environment", report.environment());
        study.put("machine", report.machine());
        study.put("threads", results.threads());
        study.put("dim", plan.dim());
        study.put("batch", plan.batch());
        study.put("budget_seconds", plan.budget().seconds());
        study.put("threshold_tokens", report.threshold());
        study.put("paper", LongSequence.paperFigures());
        study.put(
                "fitted_tokens",
                plan.fittedSides().stream().map(LengthPlan::tokens).toList());
        study.put("exponents", report.mixers().stream().map(this::exponents).toList());
        if (report.comparesAttention()) {
            study.put(
                    "attention_takes_longer",
                    report.others().stream().map(this::crossings).toList());
        }
        study.put("costs", results.costs());
        return JsonText.of(study);
    }

    private Map<String, Object> exponents(String mixer) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("mixer", mixer);
        for (CostKind kind : CostKind.values()) {
            tree.put(kind.label(), exponent(results.growth(mixer, kind)));
        }
        return tree;
    }

    private static Map<String, Object> exponent(PowerLaw law) {
        Interval interval = law.interval(Figures.CONFIDENCE);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("exponent", law.exponent());
        tree.put("interval", List.of(interval.low(), interval.high()));
        tree.put("confidence", interval.confidence());
        tree.put("factor", law.factor());
        return tree;
    }

    private Map<String, Object> crossings(String mixer) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("than", mixer);
        Stream.of(CostKind.FORWARD, CostKind.TRAINING).forEach(kind -> {
            Crossing crossing = results.crossing(LengthReport.ATTENTION, mixer, kind);
            tree.put(kind.label(), crossing.kind().name().toLowerCase(Locale.ROOT));
            tree.put(kind.label() + "_tokens", crossing.tokens());
        });
        return tree;
    }
}
