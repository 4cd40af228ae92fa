package io.github.mambaout.train.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of every command that computes. They become the system properties {@code mambaout.threads} and {@code
 * mambaout.provider} while the command line is read, so before the first kernel is looked up.
 */
public final class ComputeOptions {
    private static final List<String> PROVIDERS = List.of("vector", "plain", "nd4j");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** For picocli. */
    public ComputeOptions() {}

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many threads compute (default: the processors this process may use).")
    void threads(int threads) {
        if (threads < 1) {
            throw new ParameterException(
                    command.commandLine(),
                    "--threads is " + threads + ", but at least 1 is needed; leave it out to use every processor");
        }
        System.setProperty("mambaout.threads", Integer.toString(threads));
    }

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description = "Which kernels compute: vector (the JDK's Vector API), plain (loops) or nd4j (slow, for"
                    + " comparison). Default: the fastest that this JVM has.")
    void provider(String provider) {
        if (!PROVIDERS.contains(provider)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--provider is '" + provider + "', but there are only " + String.join(", ", PROVIDERS));
        }
        System.setProperty("mambaout.provider", provider);
    }
}
