package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.report.StudySection;
import java.util.List;

/**
 * What a study says that others don't, once its results are there.
 *
 * @param sentences for the terminal
 * @param sections for the report
 */
record Findings(List<String> sentences, List<StudySection> sections) {
    /** Nothing besides the comparisons. */
    static final Findings NONE = new Findings(List.of(), List.of());
}
