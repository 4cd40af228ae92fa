package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.AblationRun;
import io.github.mambaout.bench.ablation.ComparisonPlan;
import io.github.mambaout.bench.ablation.FullTraining;
import io.github.mambaout.bench.ablation.Study;
import io.github.mambaout.bench.ablation.StudyPlan;
import io.github.mambaout.bench.ablation.report.StudyReport;
import io.github.mambaout.bench.ablation.report.StudySection;
import io.github.mambaout.bench.ablation.report.TuningSection;
import io.github.mambaout.bench.ablation.tuning.Tuning;
import io.github.mambaout.bench.ablation.tuning.TuningResult;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.cli.TrainingLog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** Carries out a study that trains: plans it or goes on with its plan, trains what is missing, writes the report and tells the answer. */
final class StudyCommand {
    private static final String REPORT = "report";

    private final CommandSpec spec;
    private final StudyOptions options;

    StudyCommand(CommandSpec spec, StudyOptions options) {
        this.spec = spec;
        this.options = options;
    }

    /**
     * @param design what to train and compare
     * @return the exit code
     */
    int run(Design design) {
        return run(design, results -> Findings.NONE);
    }

    /**
     * @param design what to train and compare
     * @param reading what its results say besides
     * @return the exit code
     */
    int run(Design design, Function<AblationResults, Findings> reading) {
        PrintWriter out = spec.commandLine().getOut();
        ComparisonPlan comparison = options.comparisonPlan();
        Path folder = options.output();
        TrainingLog.warningsOnly();
        List<Long> seeds = options.seeds();
        StudyPlan plan = new Planning(design, options.matching(), options.budget(), options.runsOfEachTwin())
                .plan(folder, asked(design, comparison));
        List<StudySection> sections = new ArrayList<>();
        Map<String, TrainingConfig> twins = plan.twins();
        if (options.trials() > 0) {
            TuningResult tuned = tune(twins, folder, out);
            twins = tuned.twins();
            sections.add(TuningSection.of(tuned));
        }
        AblationResults results = train(AblationRun.grid(twins, seeds), folder, out);
        Findings findings = reading.apply(results);
        sections.addAll(findings.sections());
        sections.addAll(design.sections());
        StudyReport report = new StudyReport(
                design.question(), comparison, design.contrasts(), results, sections, TypedCommand.of(spec));
        report.write(folder, REPORT);
        report.answer().forEach(out::println);
        findings.sentences().forEach(out::println);
        out.println("Report: " + folder.resolve(REPORT + ".html"));
        out.flush();
        return 0;
    }

    private TuningResult tune(Map<String, TrainingConfig> twins, Path folder, PrintWriter out) {
        long updates = Math.round(StudyOptions.LENGTH_OF_TRIAL
                * twins.values().iterator().next().schedule().maxUpdates());
        int trials = options.trials() * twins.size();
        try (StudyProgressLine progress = new StudyProgressLine(out, "Tuning", trials, updates)) {
            return new Tuning(
                            options.trials(),
                            StudyOptions.LENGTH_OF_TRIAL,
                            folder.resolve("tuning"),
                            options.parallel())
                    .run(twins, options.seeds(), new FullTraining(progress), progress);
        }
    }

    private AblationResults train(List<AblationRun> runs, Path folder, PrintWriter out) {
        long updates = runs.get(0).config().schedule().maxUpdates();
        try (StudyProgressLine progress = new StudyProgressLine(out, "Study", runs.size(), updates)) {
            return Study.of(runs, folder)
                    .parallel(options.parallel())
                    .trainedBy(new FullTraining(progress))
                    .listenedTo(progress)
                    .run();
        }
    }

    /** All that must be the same when the study goes on; seeds and twins may be added. */
    private Map<String, String> asked(Design design, ComparisonPlan comparison) {
        Map<String, String> asked = new TreeMap<>(options.asked(design.base()));
        asked.put("study", spec.name());
        asked.put("measure", comparison.measure().label());
        asked.put("margin", comparison.marginText());
        asked.put("confidence", Double.toString(comparison.confidence()));
        return asked;
    }
}
