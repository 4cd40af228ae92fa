package io.github.mambaout.bench.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.bench.peer.Measurement;
import java.util.Map;

/**
 * Our time beside the peak of the machine.
 *
 * @param model name of the model
 * @param mixer its token mixer
 * @param imgSize height and width of the pictures, in pixels
 * @param batch pictures of a run
 * @param threads threads that computed
 * @param provider kernels that computed
 * @param what {@code forward} or {@code training}
 * @param runs how often it was timed
 * @param oursMs median time of a run, in milliseconds
 * @param q10 first decile of the times, in milliseconds
 * @param q90 ninth decile of the times, in milliseconds
 * @param imagesPerS pictures in a second at the median
 * @param multiplyAdds multiply-adds of a run
 * @param gflops GFLOP/s at the median, a multiply-add counted as two
 * @param peakGflops the machine's peak on as many threads, ninth decile of the rounds between the runs
 * @param share {@code gflops / peakGflops}
 * @param plannedMb memory of a training step in megabytes: feature maps, weights, gradients and moments; 0 for a forward pass
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record TimedRow(
        String model,
        String mixer,
        int imgSize,
        int batch,
        int threads,
        String provider,
        String what,
        int runs,
        double oursMs,
        double q10,
        double q90,
        double imagesPerS,
        long multiplyAdds,
        double gflops,
        double peakGflops,
        double share,
        double plannedMb)
        implements BenchRow {
    private static final double MEGABYTE = 1e6;

    static TimedRow of(BenchCase what, int threads, String provider, long plannedBytes, Measurement measured) {
        return new TimedRow(
                what.config().name(),
                what.config().tokenMixer(),
                what.config().imgHeight(),
                what.batch(),
                threads,
                provider,
                what.kind().label(),
                measured.milliseconds().count(),
                measured.milliseconds().median(),
                measured.milliseconds().q10(),
                measured.milliseconds().q90(),
                measured.picturesPerSecond(),
                measured.multiplyAdds(),
                measured.gigaflops(),
                measured.peakGigaflops(),
                measured.share(),
                plannedBytes / MEGABYTE);
    }

    @Override
    public Summary summary() {
        return new Summary(
                Cells.work(model, imgSize, batch, threads),
                what + ", milliseconds",
                Cells.text("%.1f (%.1f to %.1f); %.1f%% of peak", oursMs, q10, q90, 100 * share));
    }

    @Override
    public Map<String, String> cells() {
        return new Cells(model, imgSize, batch, threads, what)
                .with("mixer", "%s", mixer)
                .with("MB", "%.0f", plannedMb)
                .with("median ms", "%.2f", oursMs)
                .with("q10", "%.2f", q10)
                .with("q90", "%.2f", q90)
                .with("images/s", "%.1f", imagesPerS)
                .with("GFLOP/s", "%.1f", gflops)
                .with("peak", "%.1f", peakGflops)
                .withPercent("share", share)
                .all();
    }
}
