package io.github.mambaout.bench.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.bench.peer.ForwardPass;
import io.github.mambaout.bench.peer.MedianInterval;
import io.github.mambaout.bench.peer.Rounds;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import java.util.List;
import java.util.Map;

/** Times the forward pass by the plain kernels in turn with those that were chosen. */
final class ProviderTimes implements BenchWork {
    private static final String PLAIN = "plain";

    private final BenchSetting setting;

    ProviderTimes(BenchSetting setting) {
        this.setting = setting;
    }

    @Override
    public void measure(MambaOutConfig config, int batch, BenchReport report) {
        BenchCase what = new BenchCase(config, batch, BenchCase.Kind.FORWARD);
        // A network for each, since packed weights are a provider's own.
        MambaOut ours = what.network();
        MambaOut plains = what.network();
        Compute plain = Compute.of(KernelProviders.named(PLAIN), setting.threads());
        try {
            Rounds rounds = Rounds.of(
                    List.of(
                            new ForwardPass(ours, what.batchFor(ours), setting.compute()).timed(),
                            new ForwardPass(plains, what.batchFor(plains), plain).timed()),
                    setting.peak(),
                    setting.warmUp(),
                    setting.measuring());
            MedianInterval ratio = MedianInterval.of(rounds.ratios(1, 0));
            report.add(new Row(
                    config.name(),
                    config.imgHeight(),
                    batch,
                    setting.threads(),
                    setting.provider(),
                    BenchKind.PROVIDERS.toString(),
                    rounds.milliseconds(0).median(),
                    rounds.milliseconds(1).median(),
                    ratio.median(),
                    ratio.low(),
                    ratio.high()));
        } finally {
            plain.workers().close();
        }
    }

    /**
     * What was found.
     *
     * @param model name of the model
     * @param imgSize height and width of the pictures, in pixels
     * @param batch pictures of a run
     * @param threads threads that computed
     * @param provider the chosen kernels
     * @param what {@code providers}
     * @param oursMs median time by them, in milliseconds
     * @param plainMs median time by the plain ones
     * @param ratio plain by chosen, median over the rounds
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
            double plainMs,
            double ratio,
            double ratioLow,
            double ratioHigh)
            implements BenchRow {
        @Override
        public Map<String, String> cells() {
            return new Cells(model, imgSize, batch, threads, what)
                    .with(provider + " ms", "%.2f", oursMs)
                    .with("plain ms", "%.2f", plainMs)
                    .with("plain / " + provider, "%.2f", ratio)
                    .with("95% interval", "%.2f to %.2f", ratioLow, ratioHigh)
                    .all();
        }

        @Override
        public Summary summary() {
            return new Summary(
                    Cells.work(model, imgSize, batch, threads),
                    "plain ÷ " + provider,
                    Cells.interval(ratio, ratioLow, ratioHigh));
        }
    }
}
