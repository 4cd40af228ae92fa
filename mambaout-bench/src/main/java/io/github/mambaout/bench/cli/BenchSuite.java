package io.github.mambaout.bench.cli;

import io.github.mambaout.bench.peer.MultiplyAddPeak;
import io.github.mambaout.bench.peer.Peer;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** Everything that the table in the README tells, in one go. */
final class BenchSuite {
    private static final String FEMTO = "mambaout_femto";
    private static final String TINY = "mambaout_tiny";
    private static final String BASE = "mambaout_base";

    /** The model of the Fashion-MNIST recipe (docs/performance.md). */
    private static final MambaOutConfig FASHION = MambaOutConfig.builder()
            .name("2-2-2 x 32-64-128")
            .depths(List.of(2, 2, 2))
            .dims(List.of(32, 64, 128))
            .numClasses(10)
            .imgSize(56)
            .build();

    private final BenchSetting setting;
    private final BenchReport report;
    private final PrintWriter out;

    /**
     * @param setting what holds for every line but those on one thread
     * @param report gets the rows
     * @param out is told what takes long
     */
    BenchSuite(BenchSetting setting, BenchReport report, PrintWriter out) {
        this.setting = setting;
        this.report = report;
        this.out = out;
    }

    /** One measurement. */
    private record Item(MambaOutConfig config, int batch, BenchKind kind) {
        Item(String model, int batch, BenchKind kind) {
            this(ModelZoo.config(model), batch, kind);
        }
    }

    /** Measures, and prints the table even where a failure ends it early. */
    void run() {
        try {
            besideOnnxRuntime();
            onOneThread();
            alone();
            // The last, because its libraries may have to be fetched.
            besidePyTorch();
        } finally {
            report.printSummary();
        }
    }

    private void besideOnnxRuntime() {
        try (Peer peer = PeerName.ONNXRUNTIME.open(setting.threads(), out)) {
            measure(
                    setting,
                    Optional.of(peer),
                    new Item(TINY, 1, BenchKind.FORWARD),
                    new Item(TINY, 8, BenchKind.FORWARD),
                    new Item(FEMTO, 1, BenchKind.FORWARD),
                    new Item(FEMTO, 8, BenchKind.FORWARD),
                    new Item(BASE, 1, BenchKind.FORWARD),
                    new Item(FEMTO, 8, BenchKind.TRAINING),
                    new Item(TINY, 1, BenchKind.COLD),
                    new Item(FEMTO, 1, BenchKind.COLD));
        }
    }

    private void onOneThread() {
        Compute single = Compute.of(setting.compute().kernels(), 1);
        try (Peer peer = PeerName.ONNXRUNTIME.open(1, out)) {
            measure(
                    new BenchSetting(
                            single, new MultiplyAddPeak(single.workers()), setting.measuring(), setting.jvms()),
                    Optional.of(peer),
                    new Item(TINY, 1, BenchKind.FORWARD),
                    new Item(FEMTO, 1, BenchKind.FORWARD));
        } finally {
            single.workers().close();
        }
    }

    private void besidePyTorch() {
        try (Peer peer = PeerName.PYTORCH.open(setting.threads(), out)) {
            measure(
                    setting,
                    Optional.of(peer),
                    new Item(FEMTO, 8, BenchKind.TRAINING),
                    new Item(FASHION, 128, BenchKind.TRAINING));
        }
    }

    private void alone() {
        measure(
                setting,
                Optional.empty(),
                new Item(FEMTO, 1, BenchKind.SCALING),
                new Item(FEMTO, 1, BenchKind.ALLOCATION),
                new Item(TINY, 1, BenchKind.PROVIDERS),
                new Item(FEMTO, 1, BenchKind.PREPROCESS));
    }

    private void measure(BenchSetting with, Optional<Peer> peer, Item... items) {
        for (Item item : items) {
            item.kind.work(with, peer).measure(item.config, item.batch, report);
        }
    }
}
