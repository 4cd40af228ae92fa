package io.github.mambaout.train.cli;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.predict.Classifier;
import io.github.mambaout.predict.PredictorOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mambaout predict}. */
@Command(
        name = "predict",
        description = {
            "Labels pictures with a saved model, in the order in which they are named. Pictures are read while others are"
                    + " computed, and results are written as they come.",
            "Pictures that can't be read are skipped and listed at the end; the exit code is 1 if one of them was."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout predict --weights runs/pets/best.safetensors photo.jpg",
            "  mambaout predict --weights runs/pets/best.safetensors holiday/ --top 1 --output labels.csv --format csv",
            "  mambaout predict --weights runs/pets/best.safetensors a.png b.png --format json"
        })
final class PredictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private WeightOptions weights;

    @Mixin
    private ManyPictures pictures;

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "5",
            description = "How many classes are shown for each picture (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json (one array), jsonl (an object a line) or csv (default: ${DEFAULT-VALUE}).")
    private PredictionOutput.Format format;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "Write the results there and not on standard output. The file grows as FILE.partial and gets its"
                            + " name when all is done.")
    private Optional<Path> output = Optional.empty();

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new ParameterException(spec.commandLine(), "--top is " + top + ", but at least 1 is needed");
        }
        List<Path> files = pictures.files();
        PredictorOptions options = pictures.options(files.size());
        try (GracefulStop stop = GracefulStop.whenAsked();
                ResultText results = ResultText.to(output, spec.commandLine().getOut());
                Classifier classifier = Classifier.of(weights.load(), Compute.shared(), options)) {
            PictureRun run = new PictureRun(spec, files.size(), pictures.strict(), stop, results.partial());
            if (predict(run, classifier, files, results.writer())) {
                results.complete();
            }
            return run.exitCode();
        }
    }

    private boolean predict(PictureRun run, Classifier classifier, List<Path> files, PrintWriter out)
            throws IOException {
        try (PredictionOutput results = format.to(out)) {
            return run.over(classifier.stream(files, run.times()), answer -> {
                results.add(answer.picture(), answer.result().top(top));
                ResultText.requireWritten(out);
            });
        }
    }
}
