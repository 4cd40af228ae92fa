package io.github.mambaout.bench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.mambaout.bench.peer.Measurement;
import io.github.mambaout.bench.peer.MultiplyAddPeak;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.train.cli.CommandExtension;
import io.github.mambaout.train.cli.ComputeOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mambaout bench}: times networks beside the peak of the machine. */
@Command(
        name = "bench",
        description =
                "Times the forward pass and the training step of models, in turn with the multiply-add peak of this"
                        + " machine, and says which part of the peak they reach. A training step (cross-entropy, AdamW) counts three"
                        + " times the multiply-adds of the forward pass. Best on an otherwise idle machine.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout bench --model mambaout_femto",
            "  mambaout bench --model mambaout_tiny --batch 1,8 --threads 2 --what forward --json tiny.json",
            "  mambaout bench --model mambaout_femto --mixer ssm --batch 8     the twin with a selective scan"
        })
public final class BenchCommand implements CommandExtension {
    private static final String ROW = "%-20s %-10s %5s %5s %7s  %-8s %10s %10s %10s %9s %9s %9s %7s%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ComputeOptions compute;

    @Option(
            names = "--model",
            split = ",",
            defaultValue = "mambaout_femto",
            paramLabel = "NAME",
            description = "Models by name, separated by commas (default: ${DEFAULT-VALUE}).")
    private List<String> models;

    @Option(
            names = "--mixer",
            defaultValue = TokenMixerFactory.GATED_CNN,
            paramLabel = "NAME",
            description = "Token mixer of the blocks: gated-cnn, identity or ssm (default: ${DEFAULT-VALUE}).")
    private String mixer;

    @Option(
            names = "--batch",
            split = ",",
            defaultValue = "1",
            paramLabel = "B",
            description =
                    "Pictures of a run; several, separated by commas, give a line each (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(
            names = "--img-size",
            paramLabel = "PIXELS",
            description = "Height and width of the pictures (default: the model's, 224 for most).")
    private Optional<Integer> imgSize;

    @Option(
            names = "--what",
            split = ",",
            defaultValue = "forward,training",
            paramLabel = "KIND",
            description = "What to time: forward, training (default: both).")
    private List<BenchCase.Kind> kinds;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            paramLabel = "S",
            description = "How long to time each line, after half as long a warm-up (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too.")
    private Optional<Path> json;

    /** For {@link java.util.ServiceLoader}. */
    public BenchCommand() {}

    @Override
    public Integer call() {
        List<BenchCase> cases = cases();
        if (!(seconds > 0 && seconds <= 3600)) {
            throw wrong("--seconds is " + seconds + ", but must lie above 0 and be at most 3600");
        }
        PrintWriter out = spec.commandLine().getOut();
        Compute here = Compute.shared();
        MultiplyAddPeak peak = new MultiplyAddPeak(here.workers());
        // A file that cannot be written is better known before minutes of measuring than after them.
        json.ifPresent(file -> write(file, BenchResult.of(peak.label(), List.of())));
        out.printf(
                "%s kernels on %d threads, Java %s; peak by %s.%n%n",
                here.kernels().name(), here.workers().threads(), System.getProperty("java.version"), peak.label());
        out.printf(
                ROW,
                "model",
                "mixer",
                "size",
                "batch",
                "threads",
                "what",
                "median ms",
                "q10",
                "q90",
                "images/s",
                "GFLOP/s",
                "peak",
                "share");
        out.flush();
        List<BenchRow> rows = new ArrayList<>();
        for (BenchCase each : cases) {
            BenchRow row = measure(each, here, peak);
            rows.add(row);
            print(out, row);
            // After each line, so that a run that is ended early leaves what it has found.
            json.ifPresent(file -> write(file, BenchResult.of(peak.label(), rows)));
        }
        return 0;
    }

    private List<BenchCase> cases() {
        List<BenchCase> cases = new ArrayList<>();
        for (String model : models) {
            MambaOutConfig config = config(model);
            for (int batch : batches) {
                if (batch < 1) {
                    throw wrong("--batch is " + batch + ", but at least 1 picture is needed");
                }
                kinds.forEach(kind -> cases.add(new BenchCase(config, batch, kind)));
            }
        }
        return cases;
    }

    private MambaOutConfig config(String model) {
        try {
            TokenMixerFactory.named(mixer);
            MambaOutConfig.Builder builder = ModelZoo.config(model).toBuilder().tokenMixer(mixer);
            imgSize.ifPresent(builder::imgSize);
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private BenchRow measure(BenchCase each, Compute here, MultiplyAddPeak peak) {
        Measurement measured = Measurement.of(
                each.workload(here),
                peak,
                Duration.ofMillis(Math.round(seconds * 500)),
                Duration.ofMillis(Math.round(seconds * 1000)));
        return BenchRow.of(each, here.workers().threads(), here.kernels().name(), measured);
    }

    private static void print(PrintWriter out, BenchRow row) {
        out.printf(
                ROW,
                row.model(),
                row.mixer(),
                row.imgSize(),
                row.batch(),
                row.threads(),
                row.what(),
                number("%.2f", row.oursMs()),
                number("%.2f", row.q10()),
                number("%.2f", row.q90()),
                number("%.1f", row.imagesPerS()),
                number("%.1f", row.gflops()),
                number("%.1f", row.peakGflops()),
                number("%.1f%%", 100 * row.share()));
        out.flush();
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static void write(Path file, BenchResult result) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (Writer writer = Files.newBufferedWriter(file)) {
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(writer, result);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
