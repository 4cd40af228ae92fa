package io.github.mambaout.train.cli;

import io.github.mambaout.train.RealLabels;
import io.github.mambaout.train.data.BothParts;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.DataSets;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.SavedModel;
import io.github.mambaout.weights.WeightFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
        sortOptions = false,
        description = {
            "Judges saved models by the held-out pictures of a data set: top-1, top-5 and loss.",
            "Several weight files, also by wildcard, give one line each, the best first; one that can't be read is told and"
                    + " passed over, and the exit code is 1 then."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout validate --weights runs/pets/best.safetensors --data folder:pets",
            "  mambaout validate --weights 'runs/*/best.safetensors' --data folder:pets --format csv --output runs.csv",
            "  mambaout validate --weights tiny.safetensors --data folder:imagenet --real-labels real.json",
            "  mambaout validate --weights tiny.safetensors --data folder:imagenetv2-matched-frequency --split all"
        })
final class ValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            required = true,
            arity = "1..*",
            description = "The models: safetensors files or PyTorch checkpoints, by name or by wildcard.")
    private List<String> weights;

    @Mixin
    private LoadingOptions loading;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            required = true,
            description =
                    "folder:FOLDER, shards:FOLDER, list:FILE, cifar10:FOLDER, fashion-mnist:FOLDER, fashion-mnist:bundled or"
                            + " pathfinder:SIZE.")
    private String data;

    @Option(
            names = "--split",
            paramLabel = "PART",
            defaultValue = "held-out",
            description = "held-out, training or all: the pictures that count (default: ${DEFAULT-VALUE}). Use all for"
                    + " sets that only judge, such as ImageNet-V2.")
    private Split split;

    @Option(
            names = "--classes",
            paramLabel = "FILE",
            description = "Only the logits of these classes count: one number or name a line. The data have these"
                    + " classes in this order, or all of the model's, of which the others are left out.")
    private Optional<Path> classes = Optional.empty();

    @Option(
            names = "--real-labels",
            paramLabel = "FILE",
            description = "Count by the ReaL labels of ImageNet's validation pictures as well (real.json).")
    private Optional<Path> realLabels = Optional.empty();

    @Option(names = "--per-class", description = "Tell how each class fared.")
    private boolean perClass;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json (one array) or csv (default: ${DEFAULT-VALUE}).")
    private TableFormat format;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write the results there and not on standard output.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "64",
            description = "Pictures that are computed together (default: ${DEFAULT-VALUE}); half as many each time that"
                    + " memory does not suffice.")
    private int batchSize;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads that read pictures beside those that compute (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Mixin
    private ComputeOptions compute;

    /** Which pictures of a set count. */
    enum Split {
        HELD_OUT("held-out") {
            @Override
            DataSet of(DataSource data) {
                return data.validation();
            }
        },
        TRAINING("training") {
            @Override
            DataSet of(DataSource data) {
                return data.training();
            }
        },
        ALL("all") {
            @Override
            DataSet of(DataSource data) {
                return new BothParts(data);
            }
        };

        private final String label;

        Split(String label) {
            this.label = label;
        }

        abstract DataSet of(DataSource data);

        @Override
        public String toString() {
            return label;
        }
    }

    @Override
    public Integer call() throws IOException {
        requirePositive("--batch-size", batchSize);
        requirePositive("--workers", workers);
        List<Path> files = WeightFiles.in(weights);
        DataSet pictures = split.of(DataSets.open(data));
        Optional<ClassChoice> choice = classes.map(ClassChoice::read);
        List<ValidatedModel> results = new ArrayList<>();
        try (ResultText text = ResultText.to(output, spec.commandLine().getOut())) {
            for (Path file : files) {
                validate(file, pictures, choice, files.size() > 1).ifPresent(results::add);
            }
            results.sort(Comparator.comparingDouble(
                            (ValidatedModel result) -> result.found().top1Share())
                    .reversed());
            print(results, text.writer());
            text.writer().flush();
            if (!results.isEmpty()) {
                text.complete();
            }
        }
        return results.size() == files.size() ? 0 : 1;
    }

    private void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + ", but at least 1 is needed");
        }
    }

    /** Among several files one that can't be judged is told and passed over. */
    private Optional<ValidatedModel> validate(
            Path file, DataSet pictures, Optional<ClassChoice> choice, boolean isOneOfSeveral) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            SavedModel saved = ModelFile.load(file, loading.loadOptions());
            ValidatedModel result = new Validation(file, saved, err)
                    .of(
                            pictures,
                            choice,
                            realLabels.map(real ->
                                    RealLabels.read(real, saved.model().config().numClasses())),
                            batchSize,
                            workers);
            if (isOneOfSeveral) {
                err.println(
                        file + ": top-1 " + ValidatedModel.four(result.found().top1Share()));
                err.flush();
            }
            return Optional.of(result);
        } catch (WeightFileException | DataException e) {
            if (!isOneOfSeveral) {
                throw e;
            }
            String sentence = FailureSentence.of(e);
            err.println("mambaout: " + (sentence.contains(file.toString()) ? sentence : file + ": " + sentence));
            err.flush();
            return Optional.empty();
        }
    }

    private void print(List<ValidatedModel> results, PrintWriter out) throws IOException {
        switch (format) {
            case JSON ->
                TableFormat.json(
                        results.stream()
                                .map(result -> {
                                    var fields = result.fields();
                                    if (perClass) {
                                        fields.put("per_class", result.classFields());
                                    }
                                    return fields;
                                })
                                .toList(),
                        out);
            case CSV ->
                TableFormat.csv(
                        perClass
                                ? results.stream()
                                        .flatMap(result -> result.classFields().stream())
                                        .toList()
                                : results.stream().map(ValidatedModel::fields).toList(),
                        out);
            default -> text(results, out);
        }
    }

    private void text(List<ValidatedModel> results, PrintWriter out) {
        if (results.size() == 1) {
            results.get(0).print(out);
        } else if (!results.isEmpty()) {
            TableFormat.text(
                    ValidatedModel.headings(realLabels.isPresent()),
                    results.stream().map(ValidatedModel::row).toList(),
                    out);
        }
        if (perClass) {
            for (ValidatedModel result : results) {
                out.println();
                if (results.size() > 1) {
                    out.println(result.file());
                }
                TableFormat.text(ValidatedModel.CLASS_HEADINGS, result.classRows(), out);
            }
        }
    }
}
