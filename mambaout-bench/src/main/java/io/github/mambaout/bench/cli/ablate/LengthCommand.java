package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.Environment;
import io.github.mambaout.bench.ablation.StudyPlan;
import io.github.mambaout.bench.length.LengthPlan;
import io.github.mambaout.bench.length.LengthReport;
import io.github.mambaout.bench.length.LengthResults;
import io.github.mambaout.bench.length.LengthStudy;
import io.github.mambaout.bench.length.Machine;
import io.github.mambaout.bench.length.TimeBudget;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.train.cli.ComputeOptions;
import io.github.mambaout.train.cli.ProgressOfLongWork;
import io.github.mambaout.train.cli.Terminal;
import io.github.mambaout.train.cli.TokenMixerCandidates;
import io.github.mambaout.train.cli.WrongUsage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mambaout ablate length}: what a block of each mixer costs for longer and longer sequences. */
@Command(
        name = "length",
        sortOptions = false,
        description = {
            "What does a block cost for longer and longer sequences? Times the forward pass and the forward and backward pass of one block"
                    + " of each token mixer, counts the memory they work in, and fits the exponents with which both grow. The paper's"
                    + " rule, by which L tokens of D channels are a long sequence if L > 6·D, is marked in table and plot. Best on an"
                    + " otherwise idle machine.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout ablate length                                           all kinds of mixers, 196 to 12,544 tokens",
            "  mambaout ablate length --mixers gated-cnn,ss2d,attention --lengths 14,28,56,112 --dim 96 --output runs/width-96",
        })
final class LengthCommand implements Callable<Integer> {
    private static final String REPORT = "report";
    private static final int USUAL_BUDGET = 45;
    private static final int LONGEST_BUDGET = 3600;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--mixers",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "gated-cnn,ssm:cross,ss2d,vim,nc-ssd,linear-attention,attention,causal-attention,identity",
            completionCandidates = TokenMixerCandidates.class,
            description = "Token mixers (default: ${DEFAULT-VALUE}). There are ${COMPLETION-CANDIDATES}.")
    private List<String> mixers;

    @Option(
            names = "--lengths",
            split = ",",
            paramLabel = "SIDE",
            defaultValue = "14,20,28,40,56,80,112",
            description =
                    "Heights and widths of the maps, at least three: each is a sequence of as many tokens as its square (default:"
                            + " ${DEFAULT-VALUE}).")
    private List<Integer> lengths;

    @Option(
            names = "--dim",
            defaultValue = "64",
            paramLabel = "D",
            description = "Channels of a token (default: ${DEFAULT-VALUE}).")
    private int dim;

    @Option(
            names = "--batch",
            defaultValue = "1",
            paramLabel = "B",
            description = "Maps of a pass (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--budget",
            paramLabel = "SECONDS",
            description = "How long it may take (default: " + USUAL_BUDGET
                    + ", or what two measurements of each pass need on a slow or busy machine).")
    private Optional<Double> budget = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "runs/ablate-length",
            description = "Folder for the report (default: ${DEFAULT-VALUE}).")
    private Path output;

    @Mixin
    private ComputeOptions compute;

    LengthCommand() {}

    @Override
    public Integer call() {
        LengthPlan plan = plan();
        StudyPlan asked = asked();
        StudyPlan.read(output).ifPresent(before -> before.requireSame(output, asked.asked()));
        LengthStudy study = new LengthStudy(plan, Compute.shared());
        LengthResults results = WrongUsage.unless(spec, () -> measured(study));
        LengthReport report = new LengthReport(results, Environment.here(), Machine.describe(), commandLine(results));
        asked.write(output);
        report.write(output, REPORT);
        PrintWriter out = spec.commandLine().getOut();
        new LengthTables(report, out).print();
        report.answer().forEach(out::println);
        out.println("Report: " + output.resolve(REPORT + ".html"));
        out.flush();
        return 0;
    }

    private LengthPlan plan() {
        return WrongUsage.unless(
                spec,
                () -> new LengthPlan(
                        mixers,
                        lengths,
                        dim,
                        batch,
                        budget.map(this::firm).orElse(TimeBudget.about(Duration.ofSeconds(USUAL_BUDGET)))));
    }

    private TimeBudget firm(double seconds) {
        if (!(seconds > 0 && seconds <= LONGEST_BUDGET)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--budget is " + seconds + ", but must lie above 0 and be at most " + LONGEST_BUDGET + " seconds");
        }
        return TimeBudget.atMost(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static LengthResults measured(LengthStudy study) {
        try (ProgressOfLongWork progress = new ProgressOfLongWork("Measuring")) {
            return study.run(progress);
        }
    }

    /** Lies in the folder, so that no report is written over another study's. */
    private StudyPlan asked() {
        return new StudyPlan(
                Map.of(
                        "study", spec.name(),
                        "mixers", String.join(",", mixers),
                        "lengths", joined(lengths),
                        "dim", Integer.toString(dim),
                        "batch", Integer.toString(batch)),
                Map.of());
    }

    private static String joined(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** With every option, so that it repeats the study when defaults have changed. */
    private String commandLine(LengthResults results) {
        return Terminal.command() + " ablate length --mixers " + String.join(",", mixers) + " --lengths "
                + joined(lengths) + " --dim " + dim + " --batch " + batch
                + budget.map(seconds -> " --budget " + seconds).orElse("") + " --threads "
                + results.threads() + " --output " + output;
    }
}
