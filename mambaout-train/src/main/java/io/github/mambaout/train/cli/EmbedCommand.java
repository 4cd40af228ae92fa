package io.github.mambaout.train.cli;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.predict.Embedder;
import io.github.mambaout.predict.Embedding;
import io.github.mambaout.predict.Features;
import io.github.mambaout.predict.PredictorOptions;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
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

/** {@code mambaout embed}. */
@Command(
        name = "embed",
        description = {
            "Turns pictures into numbers: for search, for comparing, or as inputs of another model.",
            "Pictures that can't be read are skipped and listed at the end; the exit code is 1 if one of them was."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout embed --weights femto.safetensors holiday/ --output holiday.npy     and holiday.files.jsonl",
            "  mambaout embed --weights femto.safetensors a.jpg b.jpg --normalize > ab.jsonl",
            "  mambaout embed --weights femto.safetensors holiday/ --features stage3 --output maps.npy"
        })
final class EmbedCommand implements Callable<Integer> {
    private static final String NPY = ".npy";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private WeightOptions weights;

    @Mixin
    private ManyPictures pictures;

    @Option(
            names = "--features",
            paramLabel = "NAME",
            defaultValue = "pre-logits",
            description =
                    "pre-logits (what enters the classifier, timm's output with num_classes=0), pooled (the mean of the"
                            + " last feature map), or stage0, stage1, ... (a stage's feature map) (default: ${DEFAULT-VALUE}).")
    private String features;

    @Option(names = "--normalize", description = "Scale each embedding to length 1 (L2).")
    private boolean normalize;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "Where the embeddings go (default: JSON lines on standard output). FILE.npy holds a float32 array"
                            + " [pictures, ...]; beside it FILE.files.jsonl tells the picture of each row, as broken ones have none."
                            + " Both grow as .partial and get their names when all is done.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "npy or jsonl (default: npy if the output's name ends so, else jsonl).")
    private Optional<EmbeddingOutput.Format> format = Optional.empty();

    @Override
    public Integer call() throws IOException {
        Features wanted = WrongUsage.unless(spec, () -> Features.parse(features));
        boolean array = writesArray();
        List<Path> files = pictures.files();
        PredictorOptions options = pictures.options(files.size());
        try (GracefulStop stop = GracefulStop.whenAsked()) {
            return array
                    ? writeArray(stop, wanted, options, files, output.orElseThrow())
                    : writeLines(stop, wanted, options, files);
        }
    }

    private boolean writesArray() {
        boolean named = output.map(file -> file.toString().endsWith(NPY)).orElse(false);
        boolean array = format.map(EmbeddingOutput.Format.NPY::equals).orElse(named);
        if (array && output.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--format npy needs a file: add --output FILE.npy, or take --format jsonl");
        }
        return array;
    }

    private int writeArray(GracefulStop stop, Features wanted, PredictorOptions options, List<Path> files, Path place)
            throws IOException {
        try (ResultFile array = ResultFile.open(place);
                ResultText names = ResultText.to(
                        Optional.of(namesBeside(place)), spec.commandLine().getOut());
                Embedder embedder = embedder(wanted, options)) {
            PictureRun run = run(files, stop, Optional.of(array.partial()));
            boolean complete;
            try (EmbeddingOutput rows = new EmbeddingOutput.Npy(array, names.writer())) {
                complete = embed(run, embedder, files, rows);
            }
            if (complete) {
                names.complete();
                array.complete();
            }
            return run.exitCode();
        }
    }

    private int writeLines(GracefulStop stop, Features wanted, PredictorOptions options, List<Path> files)
            throws IOException {
        try (ResultText text = ResultText.to(output, spec.commandLine().getOut());
                Embedder embedder = embedder(wanted, options)) {
            PictureRun run = run(files, stop, text.partial());
            boolean complete;
            try (EmbeddingOutput lines = new EmbeddingOutput.JsonLines(text.writer())) {
                complete = embed(run, embedder, files, lines);
            }
            if (complete) {
                text.complete();
            }
            return run.exitCode();
        }
    }

    private PictureRun run(List<Path> files, GracefulStop stop, Optional<Path> partial) {
        return new PictureRun(spec, files.size(), pictures.strict(), stop, partial);
    }

    private Embedder embedder(Features wanted, PredictorOptions options) {
        SavedModel saved = weights.load();
        return WrongUsage.unless(spec, () -> Embedder.of(saved, Compute.shared(), wanted, options));
    }

    private boolean embed(PictureRun run, Embedder embedder, List<Path> files, EmbeddingOutput results)
            throws IOException {
        return run.over(embedder.stream(files, run.times()), answer -> {
            Embedding embedding = answer.result();
            results.add(answer.picture(), normalize ? embedding.normalized() : embedding);
        });
    }

    private static Path namesBeside(Path array) {
        String name = array.getFileName().toString();
        String stem = name.endsWith(NPY) ? name.substring(0, name.length() - NPY.length()) : name;
        return array.resolveSibling(stem + ".files.jsonl");
    }
}
