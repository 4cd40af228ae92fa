package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.match.Matching;
import io.github.mambaout.bench.ablation.match.MeasuredUpdates;
import io.github.mambaout.bench.ablation.match.TwinCost;
import io.github.mambaout.bench.ablation.match.TwinNetworks;
import io.github.mambaout.bench.ablation.report.TwinTable;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.cli.ComputeOptions;
import io.github.mambaout.train.cli.RecipeOptions;
import io.github.mambaout.train.cli.TokenMixerCandidates;
import io.github.mambaout.train.cli.WrongUsage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mambaout ablate twins}: what twins cost. */
@Command(
        name = "twins",
        sortOptions = false,
        description = {
            "What do twins cost? Chooses the widths of each so that it is equal to the first in parameters,"
                    + " multiply-adds or time, and prints what came out. Nothing is trained.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout ablate twins                                            the studies' network, equal parameters",
            "  mambaout ablate twins --match multiply-adds --model mambaout_tiny --img-size 224",
            "  mambaout ablate twins --match none --mixers gated-cnn,ssm:cross --times --output runs/twins",
        })
final class TwinsCommand implements Callable<Integer> {
    private static final String NAME = "twins";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--mixers",
            split = ",",
            paramLabel = "NAME",
            defaultValue =
                    "gated-cnn,ssm:causal,ssm:bidirectional,ssm:cross,ss2d,vim,nc-ssd,linear-attention,attention,causal-attention,"
                            + "identity",
            completionCandidates = TokenMixerCandidates.class,
            description = "Token mixers; the others are matched with the first (default: ${DEFAULT-VALUE}). There are"
                    + " ${COMPLETION-CANDIDATES}.")
    private List<String> mixers;

    @Option(
            names = "--match",
            converter = MatchingConverter.class,
            paramLabel = "WHAT",
            defaultValue = "parameters",
            description = "In what the twins are equal: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Matching matching;

    @Option(names = "--times", description = "Also measure an update of each twin, in turn with the first.")
    private boolean times;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Also write twins.json, twins.csv and twins.html there.")
    private Optional<Path> output = Optional.empty();

    @Mixin
    private RecipeOptions recipe;

    @Mixin
    private ComputeOptions compute;

    TwinsCommand() {}

    @Override
    public Integer call() {
        TrainingConfig base =
                WrongUsage.unless(spec, () -> recipe.over(SmallModel.CONFIG).build());
        Map<String, TrainingConfig> twins = WrongUsage.unless(spec, () -> Design.ofMixers(mixers, base));
        TrainingConfig control = twins.get(mixers.get(0));
        Map<String, TrainingConfig> matched = WrongUsage.unless(spec, () -> matching.of(control, twins));
        TwinTable table = new TwinTable(matching, rows(matched), TypedCommand.of(spec));
        PrintWriter out = spec.commandLine().getOut();
        out.print(table.text());
        output.ifPresent(folder -> {
            table.write(folder, NAME);
            out.println("Report: " + folder.resolve(NAME + ".html"));
        });
        out.flush();
        return 0;
    }

    private List<TwinTable.Row> rows(Map<String, TrainingConfig> matched) {
        TwinNetworks networks = new TwinNetworks();
        Map<String, MambaOutConfig> twins = new LinkedHashMap<>();
        matched.forEach((name, config) -> twins.put(name, networks.of(config)));
        MambaOutConfig control = twins.get(mixers.get(0));
        MeasuredUpdates updates =
                new MeasuredUpdates(matched.get(mixers.get(0)).optimization().batchSize(), Compute.shared());
        double ofControl = times ? updates.seconds(List.of(control)).get(0) : 0;
        List<TwinTable.Row> rows = new ArrayList<>();
        twins.forEach((name, network) -> {
            TwinCost cost = TwinCost.of(network);
            rows.add(new TwinTable.Row(
                    name,
                    network.dims(),
                    times ? cost.withSeconds(ofControl * share(updates, control, network)) : cost));
        });
        return rows;
    }

    /** In turn with the control, so that a clock that has changed since that was timed makes no difference. */
    private static double share(MeasuredUpdates updates, MambaOutConfig control, MambaOutConfig twin) {
        if (twin.equals(control)) {
            return 1;
        }
        List<Double> seconds = updates.seconds(List.of(control, twin));
        return seconds.get(1) / seconds.get(0);
    }
}
