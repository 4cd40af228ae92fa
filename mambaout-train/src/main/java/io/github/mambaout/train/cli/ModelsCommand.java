package io.github.mambaout.train.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mambaout models}. */
@Command(name = "models", description = "")
final class ModelsCommand implements Callable<Integer> {
    @Mixin
    private ComputeOptions compute;

    @Override
    public Integer call() {
        return 0;
    }
}
