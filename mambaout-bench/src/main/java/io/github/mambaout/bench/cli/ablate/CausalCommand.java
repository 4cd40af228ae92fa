package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.Contrast;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.cli.WrongUsage;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mambaout ablate causal}: what it costs that a token sees only those before it. */
@Command(
        name = "causal",
        sortOptions = false,
        description = {
            "Does it hurt to see only the tokens before? A picture is there as a whole, so the paper argues that its tokens need no order."
                    + " Trains each mixer in its fully visible and in its causal form and says by how much the first is better.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout ablate causal --budget 2epochs                          on the bundled pictures",
            "  mambaout ablate causal --data folder:pets --pairs attention/causal-attention --seeds 0,1,2,3,4",
        })
final class CausalCommand implements Callable<Integer> {
    private static final String SEPARATOR = "/";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--pairs",
            split = ",",
            paramLabel = "VISIBLE/CAUSAL",
            defaultValue = "attention/causal-attention,ssm:bidirectional/ssm:causal,nc-ssd:non-causal/nc-ssd:causal",
            description = "Token mixers, fully visible and causal (default: ${DEFAULT-VALUE}).")
    private List<String> pairs;

    @Mixin
    private StudyOptions options;

    CausalCommand() {}

    @Override
    public Integer call() {
        TrainingConfig base = options.base(SmallModel.CONFIG);
        List<Contrast> contrasts = WrongUsage.unless(
                spec, () -> pairs.stream().map(CausalCommand::contrast).toList());
        List<String> mixers = contrasts.stream()
                .flatMap(contrast -> List.of(contrast.first(), contrast.second()).stream())
                .distinct()
                .toList();
        return new StudyCommand(spec, options)
                .run(new Design(
                        "Does it hurt to see only the tokens before?",
                        base,
                        WrongUsage.unless(spec, () -> Design.ofMixers(mixers, base)),
                        contrasts,
                        List.of()));
    }

    private static Contrast contrast(String pair) {
        String[] both = pair.split(SEPARATOR, -1);
        if (both.length != 2) {
            throw new IllegalArgumentException("--pairs takes two token mixers with a / between them, such as"
                    + " attention/causal-attention, but has '" + pair + "'");
        }
        return new Contrast(both[0], both[1]);
    }
}
