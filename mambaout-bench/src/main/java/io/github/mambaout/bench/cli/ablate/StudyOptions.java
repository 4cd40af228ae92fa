package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.Budget;
import io.github.mambaout.bench.ablation.ComparisonPlan;
import io.github.mambaout.bench.ablation.Measure;
import io.github.mambaout.bench.ablation.match.Matching;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingConfigFile;
import io.github.mambaout.train.cli.ComputeOptions;
import io.github.mambaout.train.cli.RecipeOptions;
import io.github.mambaout.train.cli.WrongUsage;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all studies that train have in common. */
final class StudyOptions {
    /** Of a trial that chooses a recipe, as a part of a run. */
    static final double LENGTH_OF_TRIAL = 0.5;

    /** What each run has of its own, and what the budget sets. */
    private static final Set<String> SET_ELSEWHERE = Set.of("seed", "epochs", "max-updates");

    private static final String DEFAULT_BUDGET = "3epochs";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "N",
            defaultValue = "0,1,2,3,4",
            description =
                    "Every twin is trained with each of these seeds (default: ${DEFAULT-VALUE}). Runs of one seed see"
                            + " the same pictures in the same order.")
    private List<Long> seeds;

    @Option(
            names = "--budget",
            paramLabel = "LENGTH",
            description =
                    "Length of every run: 3epochs, 0.5epochs or 500updates; or time for all of them together, 90m or"
                            + " 2h, of which each run gets as many updates as fit (default: 3epochs).")
    private Optional<String> budget = Optional.empty();

    @Option(
            names = "--match",
            converter = MatchingConverter.class,
            paramLabel = "WHAT",
            defaultValue = "parameters",
            description = "In what twins are made equal to the one they are compared with, by their widths:"
                    + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Matching matching;

    @Option(
            names = "--tune",
            paramLabel = "TRIALS",
            defaultValue = "0",
            description = "Before the study, so many shorter runs of each twin choose its learning rate and drop path,"
                    + " judged by a tenth of the training pictures (default: 0, the same recipe for all).")
    private int trials;

    @Option(
            names = "--margin",
            paramLabel = "M",
            defaultValue = "0.01",
            description = "How much worse would still do, in units of the measure; fix it before you look (default:"
                    + " ${DEFAULT-VALUE}).")
    private double margin;

    @Option(
            names = "--confidence",
            paramLabel = "C",
            defaultValue = "0.95",
            description = "Confidence of the intervals (default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--measure",
            paramLabel = "NAME",
            defaultValue = "top1",
            description = "By what twins are compared: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Measure measure;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many runs go on at once, each on its share of the threads; the bits stay the same, their"
                    + " times are no longer comparable (default: ${DEFAULT-VALUE}).")
    private int parallel;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Folder for the runs and the report (default: runs/ablate-STUDY).")
    private Optional<Path> output = Optional.empty();

    @Mixin
    private RecipeOptions recipe;

    @Mixin
    private ComputeOptions compute;

    StudyOptions() {}

    /** At least two, since one shows nothing. */
    List<Long> seeds() {
        if (seeds.size() < 2) {
            throw new ParameterException(
                    command.commandLine(),
                    "--seeds has one seed, but an interval needs at least two, better five: one run each can't tell a"
                            + " difference between twins from one between two runs of the same twin. Give for instance"
                            + " --seeds 0,1,2,3,4");
        }
        if (new HashSet<>(seeds).size() < seeds.size()) {
            throw new ParameterException(
                    command.commandLine(), "--seeds has a seed twice, but the same run twice shows nothing: " + seeds);
        }
        return seeds;
    }

    Budget budget() {
        return WrongUsage.unless(command, () -> Budget.parse(budgetText()));
    }

    Matching matching() {
        return matching;
    }

    /** @return how many runs choose the recipe of each twin */
    int trials() {
        if (trials < 0) {
            throw new ParameterException(command.commandLine(), "--tune is " + trials + ", but can't be negative");
        }
        return trials;
    }

    /** @return as many as take the time of all runs of one twin, trials included */
    double runsOfEachTwin() {
        return seeds().size() + LENGTH_OF_TRIAL * trials();
    }

    ComparisonPlan comparisonPlan() {
        return WrongUsage.unless(command, () -> new ComparisonPlan(measure, margin, confidence));
    }

    int parallel() {
        return parallel;
    }

    Path output() {
        return output.orElseGet(() -> Path.of("runs", "ablate-" + command.name()));
    }

    /**
     * @param defaults what holds unless flags say otherwise
     * @return what the runs have in common
     */
    TrainingConfig base(TrainingConfig defaults) {
        return WrongUsage.unless(command, () -> recipe.over(defaults).build());
    }

    /** @return what decides about the plan, by the name of its flag; of the recipe, what the command line says */
    Map<String, String> asked(TrainingConfig base) {
        Map<String, String> asked = TrainingConfigFile.deciding(base);
        asked.keySet().removeAll(SET_ELSEWHERE);
        asked.put("budget", budgetText());
        asked.put("match", matching.toString());
        asked.put("tune", Integer.toString(trials()));
        return asked;
    }

    private String budgetText() {
        return budget.orElse(DEFAULT_BUDGET);
    }
}
