package io.github.mambaout.train.cli;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.train.onnx.OnnxFile;
import io.github.mambaout.train.onnx.PictureSize;
import io.github.mambaout.weights.LoadOptions;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import io.github.mambaout.weights.PublishedWeights;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mambaout export}: a model for other runtimes. */
@Command(
        name = "export",
        description = {
            "Writes a model as ONNX (opset " + OnnxFile.OPSET + "), for ONNX Runtime and whatever else reads it.",
            "Its input is 'input': normalised pictures [batch, channels, height, width], as many as one likes. Its output is"
                    + " 'logits' [batch, classes]. Classes and preprocessing stand in the file's metadata."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout export --weights runs/pets/best.safetensors pets.onnx",
            "  mambaout export --weights mambaout_tiny.pth --dynamic-size tiny.onnx     pictures of any size",
            "  mambaout export --model mambaout_femto femto.onnx                        untrained, to time it"
        })
final class ExportCommand implements Callable<Integer> {
    private static final double MEGABYTE = 1e6;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LoadingOptions loading;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "The model: a safetensors file or a PyTorch checkpoint (default: an untrained one of --model).")
    private Optional<Path> weights;

    @Option(
            names = "--dynamic-size",
            description = "Pictures of any height and width, not only of those that the model is made for.")
    private boolean dynamicSize;

    @Parameters(index = "0", paramLabel = "MODEL.onnx", description = "The new file; replaced if it is there already.")
    private Path target;

    @Override
    public Integer call() throws IOException {
        SavedModel model =
                weights.map(file -> ModelFile.load(file, loading.loadOptions())).orElseGet(this::untrained);
        OnnxFile.write(target, model, dynamicSize ? PictureSize.ANY : PictureSize.FIXED);
        MambaOutConfig config = model.metadata().config();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%s: pictures [batch, %d, %s], %,d parameters -> %s (%.1f MB, opset %d)%n",
                weights.isPresent() ? config.name() : config.name() + ", untrained",
                config.inChans(),
                dynamicSize ? "any, any" : config.imgHeight() + ", " + config.imgWidth(),
                model.model().parameters().count(),
                target,
                Files.size(target) / MEGABYTE,
                OnnxFile.OPSET);
        out.flush();
        return 0;
    }

    private SavedModel untrained() {
        LoadOptions options = loading.loadOptions();
        PublishedWeights published = options.model()
                .map(PublishedWeights::named)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "Which model? Name a weight file by --weights, or a model by --model"));
        MambaOutConfig config = published.config();
        return new SavedModel(
                MambaOut.create(config, 0),
                new ModelMetadata(config, published.classNames(), published.preprocessing(), Provenance.unknown()));
    }
}
