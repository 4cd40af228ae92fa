package io.github.mambaout.train.cli;

import io.github.mambaout.kernel.KernelWarmUp;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code mambaout}. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "mambaout",
        versionProvider = Version.class,
        description = "Trains and uses MambaOut image models (arXiv 2405.07992) on the JVM.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout quickstart                    from nothing to a trained model, in minutes",
            "  mambaout train --data folder:pets --model mambaout_femto --output runs/pets",
            "  mambaout predict --weights runs/pets/best.safetensors photo.jpg",
            "  mambaout train --help                  what a command can do, with examples",
        })
public final class MambaOutCommand implements Runnable {
    private static final int LEAST_COLUMNS = 80;
    private static final int MOST_COLUMNS = 120;

    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and end.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and end.")
    private boolean version;

    private MambaOutCommand() {}

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param arguments a command with its options
     */
    public static void main(String[] arguments) {
        // Named here and not found by its usual name, so that an application with this jar keeps its own logging.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/github/mambaout/train/cli/logback.xml");
        }
        if (Subcommands.predicts(arguments)) {
            // The kernels are compiled while the command line, the weights and the picture are read.
            Thread warmUp = new Thread(KernelWarmUp::shared, "mambaout-warm-up");
            warmUp.setDaemon(true);
            warmUp.start();
        }
        System.exit(run(arguments));
    }

    /**
     * Runs one command in this JVM.
     *
     * @param arguments a command with its options
     * @return the exit code
     */
    static int run(String... arguments) {
        CommandLine commandLine = commandLine(arguments);
        try {
            return commandLine.execute(arguments);
        } catch (Error failure) {
            // picocli hands on exceptions only; memory that is used up must be told in a sentence, too.
            return report(commandLine, failure, Arrays.asList(arguments).contains("--debug"));
        }
    }

    /**
     * @param arguments that will be executed
     * @return a command line with the one command that they name, or with all commands
     */
    static CommandLine commandLine(String... arguments) {
        MambaOutCommand command = new MambaOutCommand();
        CommandLine commandLine = new CommandLine(command);
        Subcommands.forArguments(arguments).forEach(commandLine::addSubcommand);
        commandLine.setOverwrittenOptionsAllowed(true);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpWidth(helpWidth());
        commandLine.setParameterExceptionHandler(MambaOutCommand::reportUsage);
        commandLine.setExecutionExceptionHandler((failure, failed, parsed) -> report(failed, failure, command.debug));
        return commandLine;
    }

    /** Examples need the room, and lines beyond that are hard to read. */
    private static int helpWidth() {
        int columns = Terminal.columns() == 0 ? MOST_COLUMNS : Terminal.columns();
        return Math.max(LEAST_COLUMNS, Math.min(columns, MOST_COLUMNS));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? mambaout --help lists them");
    }

    private static int reportUsage(ParameterException failure, String[] arguments) {
        CommandLine commandLine = failure.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println("mambaout: " + FailureSentence.of(failure));
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try: " + commandLine.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int report(CommandLine failed, Throwable failure, boolean debug) {
        PrintWriter err = failed.getErr();
        err.println("mambaout: " + FailureSentence.of(failure));
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
