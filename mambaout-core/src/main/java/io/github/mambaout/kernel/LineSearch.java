package io.github.mambaout.kernel;

import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Finds out where lines of cache begin in arrays that all lie alike ({@link PlainRows}). Java does not tell where an array lies, and
 * its collector moves them; but the JIT compiler aligns the vectors of a loop by computing values one by one before them, so a loop is
 * fastest that starts just before a line. What a loop computes does not depend on where in its arrays it does so.
 */
final class LineSearch {
    /** Floats of a line of cache. */
    static final int LINE = 64 / Float.BYTES;

    /** Arrays begin at multiples of 8 bytes, so of two floats beside one another only one can begin a line. */
    private static final int STEP = 8 / Float.BYTES;

    /** A round may meet another process or an interrupt; the fastest of several does not. */
    private static final int ROUNDS = 4;

    /** Calls that are timed together: some microseconds, of which reading the clock is a small part. */
    private static final int CALLS = 32;

    private LineSearch() {}

    /**
     * @param clock a time that rises, in nanoseconds
     * @param loop computes values from the one before an index on
     * @return the index, from 2 to {@link #LINE}, for which the loop takes the least time
     */
    static int fastest(LongSupplier clock, IntConsumer loop) {
        long least = Long.MAX_VALUE;
        int fastest = LINE;
        for (int round = 0; round < ROUNDS; round++) {
            for (int index = STEP; index <= LINE; index += STEP) {
                long start = clock.getAsLong();
                for (int call = 0; call < CALLS; call++) {
                    loop.accept(index);
                }
                long time = clock.getAsLong() - start;
                if (time < least) {
                    least = time;
                    fastest = index;
                }
            }
        }
        return fastest;
    }
}
