package io.github.mambaout.train.cli;

import io.github.mambaout.image.UnreadablePictureException;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.predict.Classifier;
import io.github.mambaout.predict.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mambaout predict}. */
@Command(
        name = "predict",
        description = {
            "Labels pictures with a saved model.",
            "Pictures that can't be read are reported and skipped; the exit code is 1 if one of them was."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout predict --weights runs/pets/best.safetensors photo.jpg",
            "  mambaout predict --weights runs/pets/best.safetensors holiday/ --top 1 --format csv > labels.csv",
            "  mambaout predict --weights runs/pets/best.safetensors a.png b.png --format json"
        })
final class PredictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private WeightOptions weights;

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
            description = "text, json or csv (default: ${DEFAULT-VALUE}).")
    private PredictionOutput.Format format;

    @Parameters(paramLabel = "PICTURE", arity = "1..*", description = "Pictures, or folders that hold pictures.")
    private List<Path> named;

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new ParameterException(spec.commandLine(), "--top is " + top + ", but at least 1 is needed");
        }
        List<Path> pictures = PictureFiles.in(named);
        if (pictures.isEmpty()) {
            throw new IOException("There are no pictures (.jpg, .jpeg, .png, .bmp) in " + named);
        }
        try (Classifier classifier = Classifier.of(weights.load(), Compute.shared());
                PredictionOutput output = format.to(spec.commandLine().getOut())) {
            return predict(classifier, pictures, output);
        }
    }

    private int predict(Classifier classifier, List<Path> pictures, PredictionOutput output) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        int skipped = 0;
        for (Path picture : pictures) {
            try {
                List<Prediction> likeliest = classifier.classify(picture).top(top);
                output.add(picture, likeliest);
            } catch (UnreadablePictureException e) {
                skipped++;
                err.println("mambaout: skipped " + FailureSentence.of(e));
            }
        }
        if (skipped > 0 && pictures.size() > 1) {
            err.println("mambaout: " + skipped + " of " + pictures.size() + " pictures were skipped");
        }
        err.flush();
        return skipped == 0 ? 0 : 1;
    }
}
