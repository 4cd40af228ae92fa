package io.github.mambaout.train.cli;

import io.github.mambaout.predict.Classifier;
import io.github.mambaout.predict.Prediction;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingResult;
import io.github.mambaout.train.data.FashionMnist;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mambaout quickstart}: the whole road once, on the bundled pictures. */
@Command(
        name = "quickstart",
        description = {
            "From nothing to a trained model: trains a small MambaOut on 6,000 bundled pictures of clothes"
                    + " (Fashion-MNIST) in at most three minutes, judges it by 1,500 that it has not seen, labels ten of"
                    + " them with the saved file and writes a report.",
        },
        footerHeading = "%nExample:%n",
        footer = "  mambaout quickstart")
final class QuickstartCommand implements Callable<Integer> {
    private static final String DATA = "fashion-mnist:bundled";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ComputeOptions compute;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            defaultValue = "runs/quickstart",
            description = "Folder for everything that is made (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Training a small MambaOut on 6,000 pictures of clothes, in ten classes.");
        out.flush();
        TrainingResult result = InterruptibleRun.of(config(), false, ended -> RunSummary.print(out, ended));
        if (result.stopped()) {
            return 0;
        }
        Map<Path, String> pictures =
                HeldOutPictures.saveOneOfEachClass(FashionMnist.bundled().validation(), folder.resolve("pictures"));
        out.println();
        out.println("Pictures that it has not seen, labelled with the saved file:");
        label(out, result.folder().best(), pictures);
        out.println();
        printWhatNext(out, result);
        out.flush();
        return 0;
    }

    /** Small enough for three minutes on two cores, and right for more than four pictures of five. */
    private TrainingConfig config() {
        return TrainingConfig.builder()
                .data(DATA)
                .depths(List.of(1, 1, 1))
                .dims(List.of(24, 48, 96))
                .epochs(8)
                .batchSize(64)
                .lr(2e-3)
                .warmup(50)
                .output(folder.toString())
                .build();
    }

    private static void label(PrintWriter out, Path weights, Map<Path, String> pictures) {
        try (Classifier classifier = Classifier.load(weights)) {
            pictures.forEach((picture, truth) -> {
                Prediction likeliest = classifier.classify(picture).top(1).get(0);
                out.printf(
                        Locale.ROOT,
                        "  %-24s %-12s %3.0f%%  %s%n",
                        picture.getFileName(),
                        likeliest.label(),
                        100 * likeliest.probability(),
                        likeliest.label().equals(truth) ? "right" : "wrong, it is " + truth);
            });
        }
    }

    private void printWhatNext(PrintWriter out, TrainingResult result) {
        Path weights = result.folder().best();
        out.println("Look at the report: "
                + result.folder().report().toAbsolutePath().normalize());
        out.println("Try next:");
        out.println("  " + Terminal.command() + " predict --weights " + weights + " " + folder.resolve("pictures"));
        out.println("  " + Terminal.command() + " validate --weights " + weights + " --data " + DATA);
        out.println("  " + Terminal.command() + " info --weights " + weights);
        out.println("  " + Terminal.command()
                + " train --data folder:FOLDER --output runs/mine     (FOLDER/train/CLASS/*.jpg,"
                + " FOLDER/val/CLASS/*.jpg)");
    }
}
