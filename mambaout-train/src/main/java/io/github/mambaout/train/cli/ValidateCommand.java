package io.github.mambaout.train.cli;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.train.Evaluator;
import io.github.mambaout.train.augment.PictureToInput;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.DataSets;
import io.github.mambaout.train.report.Evaluation;
import io.github.mambaout.weights.SavedModel;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mambaout validate}. */
@Command(
        name = "validate",
        description = "Judges a saved model by the held-out pictures of a data set.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout validate --weights runs/pets/best.safetensors --data folder:pets",
            "  mambaout validate --weights runs/quickstart/best.safetensors --data fashion-mnist:bundled"
        })
final class ValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private WeightOptions weights;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            required = true,
            description =
                    "folder:FOLDER, shards:FOLDER, list:FILE, cifar10:FOLDER, fashion-mnist:FOLDER, fashion-mnist:bundled or"
                            + " pathfinder:SIZE; the held-out part counts.")
    private String data;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "64",
            description = "Pictures that are computed together (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads that read pictures beside those that compute (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Override
    public Integer call() {
        requirePositive("--batch-size", batchSize);
        requirePositive("--workers", workers);
        SavedModel saved = weights.load();
        DataSet pictures = DataSets.open(data).validation();
        requireSameClasses(saved, pictures);
        Evaluation found = new Evaluator(
                        saved.model(),
                        pictures,
                        PictureToInput.forEvaluation(saved.metadata().preprocessing()),
                        batchSize,
                        Compute.shared(),
                        workers)
                .evaluate(seen -> {});
        print(found, pictures);
        return 0;
    }

    private void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + ", but at least 1 is needed");
        }
    }

    private void requireSameClasses(SavedModel saved, DataSet pictures) {
        List<String> learned = saved.metadata().classNames();
        int count = saved.model().config().numClasses();
        if (count != pictures.classes().size() || (!learned.isEmpty() && !learned.equals(pictures.classes()))) {
            throw new DataException(weights.file() + " knows " + count + " classes"
                    + (learned.isEmpty() ? "" : " " + learned)
                    + ", but " + pictures.name() + " has " + pictures.classes().size() + " " + pictures.classes()
                    + ". Use the data set that the model was trained for, or train for this one.");
        }
    }

    private void print(Evaluation found, DataSet pictures) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "pictures %d%n", found.pictures());
        out.printf(Locale.ROOT, "top-1    %.4f%n", found.top1Share());
        out.printf(Locale.ROOT, "top-5    %.4f%n", found.top5Share());
        out.printf(Locale.ROOT, "loss     %.4f%n", found.loss());
        if (!pictures.skipped().isEmpty()) {
            out.println("skipped  " + pictures.skipped().size() + ", for instance "
                    + pictures.skipped().get(0).reason());
        }
        out.flush();
    }
}
