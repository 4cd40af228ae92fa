package io.github.mambaout.train.cli;

import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.weights.ElementType;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ParameterNaming;
import io.github.mambaout.weights.SaveOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mambaout convert}. */
@Command(
        name = "convert",
        description = {
            "Copies a model from a weight file of any kind to a safetensors file that tells everything about itself.",
            "What IN does not say about its model is told from its parameters and its name, and written down in OUT, so that"
                    + " OUT alone is enough to predict, in Java and in timm."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout convert mambaout_femto.pth femto.safetensors",
            "  mambaout convert checkpoint.pth.tar model.safetensors --ema --half",
            "  mambaout convert model.safetensors tiny.safetensors --model mambaout_tiny.in1k --dtype bf16"
        })
final class ConvertCommand implements Callable<Integer> {
    private static final double KILOBYTE = 1e3;
    private static final double MEGABYTE = 1e6;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LoadingOptions loading;

    @Parameters(index = "0", paramLabel = "IN", description = "A safetensors file or a PyTorch checkpoint.")
    private Path source;

    @Parameters(index = "1", paramLabel = "OUT", description = "The new file; replaced if it is there already.")
    private Path target;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "f32",
            description = "How the weights are stored: f32, f16 or bf16, rounded to the nearest (default:"
                    + " ${DEFAULT-VALUE}).")
    private StoredAs dtype;

    @Option(names = "--half", description = "Short for --dtype f16: half the bytes.")
    private boolean half;

    @Option(
            names = "--naming",
            paramLabel = "NAMES",
            defaultValue = "timm",
            description = "How the parameters are named: timm, or paper for the paper's repository (default:"
                    + " ${DEFAULT-VALUE}).")
    private ParameterNaming naming;

    /** The types that weights are written in. */
    private enum StoredAs {
        F32,
        F16,
        BF16
    }

    @Override
    public Integer call() throws IOException {
        ElementType type = ElementType.valueOf((half ? StoredAs.F16 : dtype).name());
        MambaOutConfig config;
        try (ProgressOfLongWork progress = new ProgressOfLongWork("Converting")) {
            config = ModelFile.convert(source, loading.loadOptions(), target, new SaveOptions(type, naming), progress)
                    .config();
        }
        long parameters = MambaOut.parameterShapes(config).values().stream()
                .mapToLong(Shape::elements)
                .sum();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%s: %,d parameters, %s%n",
                config.name(),
                parameters,
                config.numClasses() == 0 ? "no classifier" : config.numClasses() + " classes");
        out.printf(Locale.ROOT, "%s (%s) -> %s (%s, %s)%n", source, size(source), target, size(target), type);
        out.flush();
        return 0;
    }

    private static String size(Path file) throws IOException {
        long bytes = Files.size(file);
        return bytes < MEGABYTE
                ? String.format(Locale.ROOT, "%.1f kB", bytes / KILOBYTE)
                : String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
    }
}
