package io.github.mambaout.bench.peer;

import java.time.Duration;
import java.util.List;

/**
 * How long a workload takes beside the peak of the machine at that time.
 *
 * @param milliseconds of one run
 * @param peak GFLOP/s of {@link MultiplyAddPeak}, round by round
 * @param multiplyAdds of one run
 * @param pictures of one run
 */
public record Measurement(Spread milliseconds, Spread peak, long multiplyAdds, int pictures) {

    /**
     * Warms a workload up, then times its runs in turn with rounds of the peak.
     *
     * @param workload what to time
     * @param peak the machine's peak
     * @param warmUp how long to warm up at least, with at least two runs
     * @param measuring how long to measure at least, with at least three runs
     * @return the times
     */
    public static Measurement of(Workload workload, MultiplyAddPeak peak, Duration warmUp, Duration measuring) {
        Rounds rounds = Rounds.of(List.of(workload.timed()), peak, warmUp, measuring);
        return new Measurement(rounds.milliseconds(0), rounds.peak(), workload.multiplyAdds(), workload.pictures());
    }

    /** @return the machine's peak in GFLOP/s: that of its better rounds (the ninth decile), so no flattering one */
    public double peakGigaflops() {
        return peak.q90();
    }

    /** @return GFLOP/s of the median run, a multiply-add counted as two */
    public double gigaflops() {
        return 2 * multiplyAdds / (milliseconds.median() * 1e6);
    }

    /** @return the part of the peak that the median run reaches, 0 to 1 */
    public double share() {
        return gigaflops() / peakGigaflops();
    }

    /** @return pictures in a second at the median run */
    public double picturesPerSecond() {
        return pictures * 1e3 / milliseconds.median();
    }
}
