package io.github.mambaout.train.cli;

import io.github.mambaout.image.PictureReader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that reads pictures. */
final class PictureOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            defaultValue = "100000000",
            description =
                    "The largest picture that is decoded; larger ones count as broken (default: ${DEFAULT-VALUE}).")
    private long maxPixels;

    @Option(
            names = "--no-exif",
            description =
                    "Take pictures as they are stored, as timm does, and don't turn them as their EXIF data asks.")
    private boolean asStored;

    /** @return a reader with these options */
    PictureReader reader() {
        return WrongUsage.unless(command, () -> new PictureReader(maxPixels, !asStored));
    }
}
