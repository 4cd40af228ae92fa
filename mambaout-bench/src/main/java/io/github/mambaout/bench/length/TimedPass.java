package io.github.mambaout.bench.length;

import io.github.mambaout.bench.peer.Spread;
import java.util.ArrayList;
import java.util.List;

/** A pass and how long it took, turn by turn. */
final class TimedPass {
    /** The calls of a turn take at least this long. */
    static final double TURN_SECONDS = 0.01;

    private static final double NANOSECONDS = 1e9;
    private static final double MILLISECONDS = 1e3;

    private final Runnable pass;
    private final List<Double> seconds = new ArrayList<>();
    private double latest;

    TimedPass(Runnable pass) {
        this.pass = pass;
    }

    /**
     * Calls it for so many seconds, at least once. That counts nothing; the quickest of the calls tells how long one takes, since the
     * others may have run before they were compiled.
     */
    void warmUp(double least) {
        long start = System.nanoTime();
        double quickest = Double.POSITIVE_INFINITY;
        do {
            quickest = Math.min(quickest, call(0));
        } while ((System.nanoTime() - start) / NANOSECONDS < least);
        latest = quickest;
    }

    /** Measures it once more: the mean of the calls of a turn. A short one finds the caches as it left them, as a long one does. */
    void turn() {
        if (latest < TURN_SECONDS) {
            call(0);
        }
        latest = call(TURN_SECONDS);
        seconds.add(latest);
    }

    private double call(double least) {
        long start = System.nanoTime();
        int calls = 0;
        double elapsed;
        do {
            pass.run();
            calls++;
            elapsed = (System.nanoTime() - start) / NANOSECONDS;
        } while (elapsed < least);
        return elapsed / calls;
    }

    /** How long a call took when it was called last. */
    double secondsOfCall() {
        return latest;
    }

    double secondsOfTurn() {
        return Math.max(TURN_SECONDS, latest) + (latest < TURN_SECONDS ? latest : 0);
    }

    int turns() {
        return seconds.size();
    }

    Spread milliseconds() {
        return Spread.of(seconds.stream().map(one -> MILLISECONDS * one).toList());
    }
}
