package io.github.mambaout.train.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mambaout validate}. */
@Command(name = "validate", description = "")
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private ComputeOptions compute;

    @Override
    public Integer call() {
        return 0;
    }
}
