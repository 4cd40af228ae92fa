package io.github.mambaout.train.cli;

import java.util.concurrent.Callable;

/**
 * A command that another module adds to {@code mambaout}. The class carries picocli's {@code @Command} annotation with its
 * name and is listed as a service provider of this interface; it is found when the command line starts.
 *
 * <p>{@link #call()} returns the exit code: 0 done, 1 failed. An exception is reported in one sentence and becomes 1.
 * Creating the object must load no kernels, since {@link ComputeOptions} come first.
 */
public interface CommandExtension extends Callable<Integer> {}
