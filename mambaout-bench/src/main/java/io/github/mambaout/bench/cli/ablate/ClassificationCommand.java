package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.Contrast;
import io.github.mambaout.bench.ablation.report.PublishedFigures;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.cli.TokenMixerCandidates;
import io.github.mambaout.train.cli.WrongUsage;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mambaout ablate classification}: the paper's first hypothesis. */
@Command(
        name = "classification",
        sortOptions = false,
        description = {
            "Is the state space model needed to classify pictures? Trains a twin of the network with each token mixer and each seed, on"
                    + " the same pictures in the same order, and says by how much the first mixer is better or worse than each of the"
                    + " others on held-out pictures.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout ablate classification --budget 2epochs                  on the bundled pictures",
            "  mambaout ablate classification --data folder:pets --mixers gated-cnn,ssm:cross,attention --seeds 0,1,2,3,4",
            "  mambaout ablate classification --data fashion-mnist:FOLDER --budget 3epochs --margin 0.005 --output runs/fashion",
        })
final class ClassificationCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--mixers",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "gated-cnn,ssm:cross,ss2d,vim,nc-ssd,attention",
            completionCandidates = TokenMixerCandidates.class,
            description =
                    "Token mixers; the first is set against each of the others (default: ${DEFAULT-VALUE}). There are"
                            + " ${COMPLETION-CANDIDATES}.")
    private List<String> mixers;

    @Mixin
    private StudyOptions options;

    ClassificationCommand() {}

    @Override
    public Integer call() {
        TrainingConfig base = options.base(SmallModel.CONFIG);
        return new StudyCommand(spec, options)
                .run(new Design(
                        "Is a state space model needed to classify pictures?",
                        base,
                        WrongUsage.unless(spec, () -> Design.ofMixers(mixers, base)),
                        Contrast.firstAgainstOthers(mixers),
                        List.of(PublishedFigures.read().section())));
    }
}
