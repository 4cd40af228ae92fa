package io.github.mambaout.bench.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.bench.peer.Comparison;
import io.github.mambaout.bench.peer.MedianInterval;
import io.github.mambaout.bench.peer.Peer;
import java.util.Map;

/**
 * Our time beside that of a peer.
 *
 * @param model name of the model
 * @param imgSize height and width of the pictures, in pixels
 * @param batch pictures of a run
 * @param threads threads that computed, here and there
 * @param provider kernels that computed here
 * @param what {@code forward} or {@code training}
 * @param peer name of the peer
 * @param peerVersion its version
 * @param peerWhat what the peer did: the same, or only {@code forward}
 * @param oursMs median time of our runs, in milliseconds
 * @param oursQ10 first decile of it
 * @param oursQ90 ninth decile of it
 * @param peerMs median time of the peer's runs, in milliseconds
 * @param peerQ10 first decile of it
 * @param peerQ90 ninth decile of it
 * @param ratio median over the rounds of {@code ratioOf}
 * @param ratioOf {@code peer / ours}; where the peer did only the forward pass, {@code ours / peer}
 * @param ratioLow lower bound of the ratio's true median
 * @param ratioHigh upper bound
 * @param confidence probability that it lies between them
 * @param rounds how many rounds there were
 * @param oursRuns how many of our runs counted
 * @param peerRuns how many of the peer's runs counted
 * @param oursShare our multiply-adds at the median, as a part of the peak
 * @param peerShare the peer's
 * @param peakGflops the machine's peak on as many threads, ninth decile of the rounds
 * @param largestDifference between what came out here and there: logits, or losses
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ComparedRow(
        String model,
        int imgSize,
        int batch,
        int threads,
        String provider,
        String what,
        String peer,
        String peerVersion,
        String peerWhat,
        double oursMs,
        double oursQ10,
        double oursQ90,
        double peerMs,
        double peerQ10,
        double peerQ90,
        double ratio,
        String ratioOf,
        double ratioLow,
        double ratioHigh,
        double confidence,
        int rounds,
        int oursRuns,
        int peerRuns,
        double oursShare,
        double peerShare,
        double peakGflops,
        double largestDifference)
        implements BenchRow {

    static ComparedRow of(BenchCase what, BenchSetting setting, Peer peer, BenchCase.Kind theirs, Comparison found) {
        boolean same = what.kind() == theirs;
        MedianInterval ratio = same ? found.ratio() : found.ratio().inverse();
        return new ComparedRow(
                what.config().name(),
                what.config().imgHeight(),
                what.batch(),
                setting.threads(),
                setting.provider(),
                what.kind().label(),
                peer.name(),
                peer.version(),
                theirs.label(),
                found.ours().milliseconds().median(),
                found.ours().milliseconds().q10(),
                found.ours().milliseconds().q90(),
                found.theirs().milliseconds().median(),
                found.theirs().milliseconds().q10(),
                found.theirs().milliseconds().q90(),
                ratio.median(),
                same ? "peer / ours" : "ours / peer",
                ratio.low(),
                ratio.high(),
                ratio.confidence(),
                found.ours().peak().count(),
                found.ours().milliseconds().count(),
                found.theirs().milliseconds().count(),
                found.ours().share(),
                found.theirs().share(),
                found.ours().peakGigaflops(),
                found.difference());
    }

    @Override
    public Summary summary() {
        return new Summary(
                Cells.work(model, imgSize, batch, threads),
                what.equals(peerWhat) ? what + ", " + peer + " ÷ ours" : what + " ÷ " + peer + "'s " + peerWhat,
                Cells.text(
                        "%s; %.1f ms, %.1f%% of peak, against %.1f ms, %.1f%%",
                        Cells.interval(ratio, ratioLow, ratioHigh), oursMs, 100 * oursShare, peerMs, 100 * peerShare));
    }

    @Override
    public Map<String, String> cells() {
        return new Cells(model, imgSize, batch, threads, what)
                .with("ours ms", "%.2f", oursMs)
                .with(what.equals(peerWhat) ? "peer ms" : "peer's " + peerWhat, "%.2f", peerMs)
                .with(ratioOf, "%.2f", ratio)
                .with("95% interval", "%.2f to %.2f", ratioLow, ratioHigh)
                .withPercent("share", oursShare)
                .withPercent("peer's", peerShare)
                .with("peak", "%.1f", peakGflops)
                .with("difference", "%.1e", largestDifference)
                .all();
    }
}
