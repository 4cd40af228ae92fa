package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.train.cli.CommandExtension;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mambaout ablate}: the question in the paper's title, put to data of one's own. */
@Command(
        name = "ablate",
        description = {
            "Do we really need Mamba for vision? Each study trains or times twins that differ in one thing, and says what came out,"
                    + " with intervals and a margin that is fixed before.",
            "A study that was stopped goes on where it was: the same command with the same --output repeats nothing that was"
                    + " finished. The report is a page that needs no network, with JSON and CSV beside it."
        },
        subcommands = {
            ClassificationCommand.class,
            CausalCommand.class,
            KernelCommand.class,
            LongCommand.class,
            LengthCommand.class,
            TwinsCommand.class
        },
        synopsisSubcommandLabel = "STUDY",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout ablate classification --data fashion-mnist:bundled --mixers gated-cnn,ssm:cross --output runs/scan",
            "  mambaout ablate twins --match multiply-adds    what twins cost, without training them",
            "  mambaout ablate classification --help          what a study can do, with examples"
        })
public final class AblateCommand implements CommandExtension {
    @Spec
    private CommandSpec spec;

    /** For {@link java.util.ServiceLoader}. */
    public AblateCommand() {}

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "Which study? There are " + String.join(", ", spec.subcommands().keySet()));
    }
}
