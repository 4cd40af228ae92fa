package io.github.mambaout.train.cli;

import io.github.mambaout.kernel.KernelWarmUp;
import io.github.mambaout.predict.PredictorOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of the commands that go through many pictures. */
final class ManyPictures {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(paramLabel = "PICTURE", arity = "1..*", description = "Pictures, or folders that hold pictures.")
    private List<Path> named;

    @Mixin
    private PictureOptions reading;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "16",
            description =
                    "Pictures that are computed together (default: ${DEFAULT-VALUE}). Results don't depend on it.")
    private int batch;

    @Option(names = "--strict", description = "Stop at the first picture that can't be read.")
    private boolean strict;

    /**
     * @return the pictures in order, at least one
     * @throws IOException if a folder can't be read, or holds none
     */
    List<Path> files() throws IOException {
        List<Path> files = PictureFiles.in(named);
        if (files.isEmpty()) {
            throw new IOException("There are no pictures in " + named);
        }
        return files;
    }

    /**
     * @param count how many pictures there are; a batch takes no more memory than they need
     * @return how they are read and grouped
     */
    PredictorOptions options(int count) {
        if (batch < 1) {
            throw new ParameterException(command.commandLine(), "--batch is " + batch + ", but at least 1 is needed");
        }
        return new PredictorOptions(reading.reader(), Math.min(batch, count), KernelWarmUp.shared());
    }

    /** @return whether the first broken picture ends the work */
    boolean strict() {
        return strict;
    }
}
