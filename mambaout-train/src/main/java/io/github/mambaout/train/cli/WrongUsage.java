package io.github.mambaout.train.cli;

import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Turns values that the library refuses into wrong usage (exit code 2), where they come from the command line. */
public final class WrongUsage {
    private WrongUsage() {}

    /**
     * @param command the command whose options make the value
     * @param value makes a value from options
     * @param <T> type of the value
     * @return the value
     * @throws ParameterException if the library refuses; with its message
     */
    public static <T> T unless(CommandSpec command, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
