package io.github.mambaout.predict;

import java.util.concurrent.atomic.LongAdder;

/**
 * Where the time of a stream of pictures goes, in thread-seconds: two threads that are busy for one second count two. Many
 * threads may add to one object, and it may be read at any time.
 */
public final class StageTimes {
    private static final double NANOSECONDS = 1e9;

    private final LongAdder reading = new LongAdder();
    private final LongAdder preparing = new LongAdder();
    private final LongAdder network = new LongAdder();

    /** Starts with no time spent. */
    public StageTimes() {}

    void addReading(long nanoseconds) {
        reading.add(nanoseconds);
    }

    void addPreparing(long nanoseconds) {
        preparing.add(nanoseconds);
    }

    void addNetwork(long nanoseconds, int threads) {
        network.add(nanoseconds * threads);
    }

    /** @return thread-seconds of reading and decoding picture files */
    public double readingSeconds() {
        return reading.sum() / NANOSECONDS;
    }

    /** @return thread-seconds of resizing, cutting and normalising */
    public double preparingSeconds() {
        return preparing.sum() / NANOSECONDS;
    }

    /** @return thread-seconds of the network: its time, on all its threads */
    public double networkSeconds() {
        return network.sum() / NANOSECONDS;
    }
}
