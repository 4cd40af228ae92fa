package io.github.mambaout.train.cli;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.Provenance;
import io.github.mambaout.weights.SafetensorsFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mambaout info}: what computes here and why, or what a weight file holds. */
@Command(
        name = "info",
        description = "Says what computes here and why, or what a weight file holds.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout info",
            "  mambaout info --provider plain",
            "  mambaout info --weights runs/pets/best.safetensors"
        })
final class InfoCommand implements Callable<Integer> {
    /** What options hold that were not given. */
    private static final Set<String> NOTHING = Set.of("", "[]", "{}");

    @Spec
    private CommandSpec spec;

    @Mixin
    private ComputeOptions compute;

    private Optional<WeightOptions> weights = Optional.empty();

    /** A setter, as picocli's groups are null where they are not given. */
    @ArgGroup(exclusive = false, heading = "To say what a weight file holds:%n")
    void weights(WeightOptions given) {
        weights = Optional.ofNullable(given);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        weights.ifPresentOrElse(chosen -> describe(out, chosen), () -> describeHere(out));
        out.flush();
        return 0;
    }

    private static void describe(PrintWriter out, WeightOptions weights) {
        Path path = weights.file();
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            line(out, "file", path.toString());
            long values = file.tensors().values().stream()
                    .mapToLong(entry -> entry.shape().elements())
                    .sum();
            String types = file.tensors().values().stream()
                    .map(entry -> entry.type().name())
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            line(
                    out,
                    "parameters",
                    String.format(
                            Locale.ROOT,
                            "%,d in %d tensors (%s)",
                            values,
                            file.tensors().size(),
                            types));
        }
        ModelMetadata metadata = ModelFile.metadata(path, weights.loadOptions());
        MambaOutConfig config = metadata.config();
        line(
                out,
                "model",
                config.name() + ", depths " + config.depths() + ", dims " + config.dims() + ", mixer "
                        + config.tokenMixer());
        line(
                out,
                "classes",
                config.numClasses()
                        + (metadata.classNames().isEmpty()
                                ? " without names"
                                : ": " + String.join(", ", metadata.classNames())));
        line(out, "pictures", pictures(metadata.preprocessing()));
        Provenance provenance = metadata.provenance();
        if (!provenance.equals(Provenance.unknown())) {
            line(out, "trained on", provenance.data() + ", seed " + provenance.seed());
            line(out, "by", "mambaout " + provenance.version() + ", JDK " + provenance.jdk());
            provenance.options().forEach((option, value) -> {
                if (!NOTHING.contains(value)) {
                    out.printf("  %-17s %s%n", option, value);
                }
            });
        }
    }

    private static void describeHere(PrintWriter out) {
        KernelProviders.Selection selection = KernelProviders.selected();
        Kernels kernels = selection.kernels();
        line(out, "mambaout", Version.current());
        line(
                out,
                "JDK",
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ", "
                        + System.getProperty("java.vm.name") + ")");
        line(
                out,
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
        line(out, "kernels", kernels.name() + ": " + selection.reason());
        line(out, "vector width", kernels.lanes() + " floats (" + kernels.lanes() * Float.SIZE + " bits)");
        line(out, "threads", Integer.toString(Compute.defaultThreads()));
        line(out, "memory", "up to " + Runtime.getRuntime().maxMemory() / (1 << 20) + " MB for Java");
    }

    private static String pictures(Preprocessing preprocessing) {
        return preprocessing.height() + "x" + preprocessing.width() + ", "
                + preprocessing.cropMode().name().toLowerCase(Locale.ROOT) + " "
                + preprocessing.cropFraction() + ", "
                + preprocessing.interpolation().name().toLowerCase(Locale.ROOT)
                + (preprocessing.antialias() ? "" : " without antialias") + ", mean " + preprocessing.mean()
                + ", deviation " + preprocessing.std();
    }

    private static void line(PrintWriter out, String what, String value) {
        out.printf("%-13s %s%n", what, value);
    }
}
