package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.train.cli.Terminal;
import picocli.CommandLine.Model.CommandSpec;

/** What was typed, so that a report can say how to repeat it. */
final class TypedCommand {
    private TypedCommand() {}

    /**
     * @param command the command that runs
     * @return the whole command line
     */
    static String of(CommandSpec command) {
        return Terminal.command() + " "
                + String.join(" ", command.root().commandLine().getParseResult().originalArgs());
    }
}
