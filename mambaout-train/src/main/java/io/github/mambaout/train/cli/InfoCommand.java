package io.github.mambaout.train.cli;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.weights.ElementType;
import io.github.mambaout.weights.FileDescription;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.ModelMetadata;
import io.github.mambaout.weights.ParameterNaming;
import io.github.mambaout.weights.Provenance;
import io.github.mambaout.weights.WeightSet;
import java.io.PrintWriter;
import java.util.List;
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
    private static final int NAMES_SHOWN = 10;

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
        FileDescription file = ModelFile.describe(weights.file(), weights.loadOptions());
        line(out, "file", weights.file() + " (" + file.kind() + ")");
        line(
                out,
                "parameters",
                String.format(
                        Locale.ROOT,
                        "%,d in %d tensors (%s), named as in %s%s",
                        file.values(),
                        file.tensors(),
                        file.types().stream().map(ElementType::name).collect(Collectors.joining(", ")),
                        file.naming() == ParameterNaming.TIMM ? "timm" : "the paper's repository",
                        file.prefix().isEmpty() ? "" : " behind " + file.prefix()));
        if (file.sets().contains(WeightSet.AVERAGED)) {
            line(
                    out,
                    "averaged",
                    file.sets().contains(WeightSet.TRAINED)
                            ? "the file holds averaged weights too: --ema takes them"
                            : "the file holds averaged weights only");
        }
        ModelMetadata metadata = file.metadata();
        MambaOutConfig config = metadata.config();
        line(
                out,
                "model",
                config.name() + ", depths " + config.depths() + ", dims " + config.dims() + ", " + config.actLayer()
                        + ", mixer " + config.tokenMixer());
        line(out, "told by", file.basis());
        file.assumption().ifPresent(assumed -> line(out, "assumed", assumed));
        line(out, "classes", classes(config.numClasses(), metadata.classNames()));
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

    private static String classes(int count, List<String> names) {
        if (names.isEmpty()) {
            return count == 0 ? "none: the model ends with its features" : count + " without names";
        }
        return count + ": "
                + names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "");
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
