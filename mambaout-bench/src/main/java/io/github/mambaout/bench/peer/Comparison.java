package io.github.mambaout.bench.peer;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Our runs beside those of a peer, which took turns.
 *
 * @param ours our times
 * @param theirs the peer's times
 * @param ratio how many times as long the peer takes: the median over the rounds, each the peer's median by ours
 * @param difference largest difference between what came out here and there in the first runs; in training the later ones
 *     depend on the updates of the weights, and count only where both train
 */
public record Comparison(Measurement ours, Measurement theirs, MedianInterval ratio, double difference) {
    private static final int COMPARED_RUNS = 3;

    /**
     * Checks that both compute the same, warms them up and times them in turn, with rounds of the peak between.
     *
     * @param ours our work
     * @param theirs the peer's, of the same pictures
     * @param theirMultiplyAdds multiply-adds of a run of theirs
     * @param peak the machine's peak
     * @param warmUp how long to warm up at least, both together
     * @param measuring how long to measure at least
     * @return the times
     */
    public static Comparison of(
            Workload ours,
            PeerWorkload theirs,
            long theirMultiplyAdds,
            MultiplyAddPeak peak,
            Duration warmUp,
            Duration measuring) {
        // A peer that does only a part of it keeps its weights, so only the first run starts from the same ones.
        boolean same = theirMultiplyAdds == ours.multiplyAdds();
        double difference = IntStream.range(0, same ? COMPARED_RUNS : 1)
                .mapToDouble(run -> largestDifference(ours.run(), theirs.run().output()))
                .max()
                .orElseThrow();
        Rounds rounds = Rounds.of(List.of(ours.timed(), () -> theirs.run().nanoseconds()), peak, warmUp, measuring);
        return new Comparison(
                new Measurement(rounds.milliseconds(0), rounds.peak(), ours.multiplyAdds(), ours.pictures()),
                new Measurement(rounds.milliseconds(1), rounds.peak(), theirMultiplyAdds, ours.pictures()),
                MedianInterval.of(rounds.ratios(1, 0)),
                difference);
    }

    /** @return the largest difference; not a number where a value is none or the lengths differ */
    private static double largestDifference(float[] ours, float[] theirs) {
        if (ours.length != theirs.length) {
            return Double.NaN;
        }
        double largest = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs((double) ours[i] - theirs[i]));
        }
        return largest;
    }
}
