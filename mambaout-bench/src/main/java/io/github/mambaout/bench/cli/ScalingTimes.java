package io.github.mambaout.bench.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.bench.peer.ForwardPass;
import io.github.mambaout.bench.peer.MedianInterval;
import io.github.mambaout.bench.peer.Rounds;
import io.github.mambaout.bench.peer.Workload;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.Workers;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Times the forward pass on 1, 2, 3, … threads in turn, then on pictures of four times the height and width. */
final class ScalingTimes implements BenchWork {
    private static final int LARGER = 4;

    private final BenchSetting setting;

    ScalingTimes(BenchSetting setting) {
        this.setting = setting;
    }

    @Override
    public void measure(MambaOutConfig config, int batch, BenchReport report) {
        onMoreThreads(config, batch, report);
        onLargerPictures(config, batch, report);
    }

    private void onMoreThreads(MambaOutConfig config, int batch, BenchReport report) {
        MambaOut network = MambaOut.create(config, 0);
        List<Compute> computes = IntStream.rangeClosed(1, setting.threads())
                .mapToObj(threads -> Compute.of(setting.compute().kernels(), threads))
                .toList();
        try {
            Rounds rounds = rounds(computes.stream()
                    .map(compute -> pass(network, config, batch, compute))
                    .toList());
            for (int i = 0; i < computes.size(); i++) {
                MedianInterval speedUp = MedianInterval.of(rounds.ratios(0, i));
                report.add(Row.of(
                                config,
                                batch,
                                i + 1,
                                setting.provider(),
                                rounds.milliseconds(i).median())
                        .with("speed-up over 1 thread", speedUp));
            }
        } finally {
            computes.stream().map(Compute::workers).forEach(Workers::close);
        }
    }

    private void onLargerPictures(MambaOutConfig config, int batch, BenchReport report) {
        MambaOutConfig larger = config.toBuilder()
                .imgHeight(LARGER * config.imgHeight())
                .imgWidth(LARGER * config.imgWidth())
                .build();
        MambaOut network = MambaOut.create(config, 0);
        Rounds rounds = rounds(List.of(
                pass(network, config, batch, setting.compute()), pass(network, larger, batch, setting.compute())));
        MedianInterval perPixel = MedianInterval.of(rounds.ratios(1, 0).stream()
                .map(ratio -> ratio / (LARGER * LARGER))
                .toList());
        report.add(Row.of(
                        larger,
                        batch,
                        setting.threads(),
                        setting.provider(),
                        rounds.milliseconds(1).median())
                .with("cost per pixel, to " + config.imgHeight(), perPixel));
    }

    private static Workload pass(MambaOut network, MambaOutConfig size, int batch, Compute compute) {
        return new ForwardPass(network, new BenchCase(size, batch, BenchCase.Kind.FORWARD).batchFor(network), compute);
    }

    private Rounds rounds(List<Workload> workloads) {
        List<LongSupplier> contenders = workloads.stream().map(Workload::timed).toList();
        return Rounds.of(contenders, setting.peak(), setting.warmUp(), setting.measuring());
    }

    /**
     * What was found.
     *
     * @param model name of the model
     * @param imgSize height and width of the pictures, in pixels
     * @param batch pictures of a run
     * @param threads threads that computed
     * @param provider kernels that computed
     * @param what {@code scaling}
     * @param oursMs median time of a run, in milliseconds
     * @param ratioOf what the ratio is
     * @param ratio median over the rounds
     * @param ratioLow lower bound of its true median
     * @param ratioHigh upper bound
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Row(
            String model,
            int imgSize,
            int batch,
            int threads,
            String provider,
            String what,
            double oursMs,
            String ratioOf,
            double ratio,
            double ratioLow,
            double ratioHigh)
            implements BenchRow {

        private static Row of(MambaOutConfig config, int batch, int threads, String provider, double oursMs) {
            return new Row(
                    config.name(),
                    config.imgHeight(),
                    batch,
                    threads,
                    provider,
                    BenchKind.SCALING.toString(),
                    oursMs,
                    "",
                    Double.NaN,
                    Double.NaN,
                    Double.NaN);
        }

        private Row with(String meaning, MedianInterval found) {
            return new Row(
                    model,
                    imgSize,
                    batch,
                    threads,
                    provider,
                    what,
                    oursMs,
                    meaning,
                    found.median(),
                    found.low(),
                    found.high());
        }

        @Override
        public Summary summary() {
            return new Summary(
                    Cells.work(model, imgSize, batch, threads), ratioOf, Cells.interval(ratio, ratioLow, ratioHigh));
        }

        @Override
        public Map<String, String> cells() {
            return new Cells(model, imgSize, batch, threads, what)
                    .with("ours ms", "%.2f", oursMs)
                    .with(ratioOf, "%.3f", ratio)
                    .with("95% interval", "%.3f to %.3f", ratioLow, ratioHigh)
                    .all();
        }
    }
}
