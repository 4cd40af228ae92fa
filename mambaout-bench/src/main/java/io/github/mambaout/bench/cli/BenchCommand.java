package io.github.mambaout.bench.cli;

import io.github.mambaout.bench.peer.MultiplyAddPeak;
import io.github.mambaout.bench.peer.Peer;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.train.cli.CommandExtension;
import io.github.mambaout.train.cli.ComputeOptions;
import io.github.mambaout.train.cli.TokenMixerCandidates;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mambaout bench}: times networks beside the peak of the machine and beside other runtimes. */
@Command(
        name = "bench",
        description = {
            "Times the forward pass and the training step of models, in turn with the multiply-add peak of this machine, and"
                    + " says which part of the peak they reach. A training step (cross-entropy, AdamW) counts three times the"
                    + " multiply-adds of the forward pass. Best on an otherwise idle machine.",
            "With --peer another runtime computes the same on as many threads, in turn with us: the ratio is the median over"
                    + " the rounds, with the interval in which its true median lies. Where the peer can't train, a training"
                    + " step is set beside its forward pass."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout bench --model mambaout_femto",
            "  mambaout bench --model mambaout_tiny --batch 1,8 --threads 2 --what forward --json tiny.json",
            "  mambaout bench --peer onnxruntime                               femto and tiny, batch 1 and 8",
            "  mambaout bench --peer onnxruntime --model mambaout_base --batch 1 --json base.json",
            "  mambaout bench --peer pytorch --model mambaout_femto --batch 8  forward pass and training step",
            "  mambaout bench --peer pytorch --depths 2,2,2 --dims 32,64,128 --num-classes 10 --img-size 56 --batch 128",
            "                                                                  a network of one's own sizes",
            "  mambaout bench --what cold --model mambaout_tiny                process start to first label",
            "  mambaout bench --what jvms --jvms 60                            is every kernel as fast in every fresh JVM?",
            "  mambaout bench --suite --threads 2 --json suite.json            all that the README tells",
            "  mambaout bench --model mambaout_femto --mixer ssm --batch 8     the twin with a selective scan"
        })
public final class BenchCommand implements CommandExtension {
    private static final List<String> MODELS = List.of("mambaout_femto");
    private static final List<String> MODELS_BESIDE_A_PEER = List.of("mambaout_femto", "mambaout_tiny");
    private static final List<BenchKind> PASSES = List.of(BenchKind.FORWARD, BenchKind.TRAINING);
    private static final double SECONDS = 10;
    private static final double SECONDS_BESIDE_A_PEER = 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ComputeOptions compute;

    @Option(
            names = "--peer",
            paramLabel = "NAME",
            description = "Another runtime to compare with: ${COMPLETION-CANDIDATES}.")
    private Optional<PeerName> peer;

    @Option(
            names = "--model",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Models by name, separated by commas (default: mambaout_femto; with --peer also mambaout_tiny).")
    private List<String> models = List.of();

    @Option(
            names = "--mixer",
            defaultValue = TokenMixerFactory.GATED_CNN,
            paramLabel = "NAME",
            completionCandidates = TokenMixerCandidates.class,
            description = "Token mixer of the blocks: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private String mixer;

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "B",
            description =
                    "Pictures of a run; several, separated by commas, give a line each (default: 1; with --peer 1,8).")
    private List<Integer> batches = List.of();

    @Mixin
    private SizeOptions size;

    @Option(
            names = "--what",
            split = ",",
            paramLabel = "KIND",
            description =
                    "What to measure: forward, training, allocation, scaling, providers, preprocess, augment, cold or jvms (default: forward"
                            + " and training; with --peer what it can do).")
    private List<BenchKind> kinds = List.of();

    @Option(
            names = "--suite",
            description =
                    "Measure everything that the README's table tells, in about ten minutes, and print it as Markdown.")
    private boolean suite;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description =
                    "How long to time each line, after half as long a warm-up (default: 10; with --peer or --suite 20).")
    private Optional<Double> seconds;

    @Option(
            names = "--jvms",
            defaultValue = "60",
            paramLabel = "N",
            description = "How many fresh JVMs --what jvms starts, a few seconds each (default: ${DEFAULT-VALUE}).")
    private int jvms;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there, too, after each line.")
    private Optional<Path> json;

    /** For {@link java.util.ServiceLoader}. */
    public BenchCommand() {}

    @Override
    public Integer call() {
        List<MambaOutConfig> configs = configs();
        List<Integer> chosenBatches = chosenBatches();
        Duration measuring = measuring();
        if (jvms < 1) {
            throw wrong("--jvms is " + jvms + ", but at least 1 is needed");
        }
        PrintWriter out = spec.commandLine().getOut();
        Compute here = Compute.shared();
        MultiplyAddPeak peak = new MultiplyAddPeak(here.workers());
        BenchSetting setting = new BenchSetting(here, peak, measuring, jvms);
        out.printf(
                "%s kernels on %d threads, Java %s; peak by %s.%n",
                setting.provider(), setting.threads(), System.getProperty("java.version"), peak.label());
        BenchReport report = new BenchReport(out, json, peak.label());
        if (suite) {
            new BenchSuite(setting, report, out).run();
        } else if (peer.isEmpty()) {
            measure(configs, chosenBatches, setting, Optional.empty(), report);
        } else {
            try (Peer other = peer.get().open(setting.threads(), out)) {
                out.printf("Peer: %s %s on as many threads.%n", other.name(), other.version());
                measure(configs, chosenBatches, setting, Optional.of(other), report);
            }
        }
        return 0;
    }

    private void measure(
            List<MambaOutConfig> configs,
            List<Integer> chosenBatches,
            BenchSetting setting,
            Optional<Peer> other,
            BenchReport report) {
        List<BenchKind> chosenKinds = given(kinds, peer.map(PeerName::kinds).orElse(PASSES));
        for (MambaOutConfig config : configs) {
            for (int batch : chosenBatches) {
                for (BenchKind kind : chosenKinds) {
                    if (kind.batched() || batch == chosenBatches.get(0)) {
                        kind.work(setting, other).measure(config, batch, report);
                    }
                }
            }
        }
    }

    private Duration measuring() {
        double chosen = seconds.orElse(suite || peer.isPresent() ? SECONDS_BESIDE_A_PEER : SECONDS);
        if (!(chosen > 0 && chosen <= 3600)) {
            throw wrong("--seconds is " + chosen + ", but must lie above 0 and be at most 3600");
        }
        return Duration.ofMillis(Math.max(1, Math.round(chosen * 1000)));
    }

    private List<MambaOutConfig> configs() {
        return given(models, peer.isPresent() ? MODELS_BESIDE_A_PEER : MODELS).stream()
                .map(this::config)
                // With sizes of one's own, models become the same.
                .distinct()
                .toList();
    }

    private List<Integer> chosenBatches() {
        List<Integer> chosen = given(batches, peer.isPresent() ? List.of(1, 8) : List.of(1));
        for (int batch : chosen) {
            if (batch < 1) {
                throw wrong("--batch is " + batch + ", but at least 1 picture is needed");
            }
        }
        return chosen;
    }

    private static <T> List<T> given(List<T> values, List<T> otherwise) {
        return values.isEmpty() ? otherwise : values;
    }

    private MambaOutConfig config(String model) {
        try {
            TokenMixerFactory.named(mixer);
            return size.applied(
                    ModelZoo.config(model).toBuilder().tokenMixer(mixer).build());
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
