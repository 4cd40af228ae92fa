package io.github.mambaout.bench.peer;

import io.github.mambaout.kernel.Workers;
import java.util.stream.IntStream;

/**
 * The most multiply-adds of 32-bit floats that this machine does in a second, found by doing nothing else. Clocks change
 * from minute to minute, so what is to be compared with the peak is measured in turn with it, in the same process and on the
 * same threads. The Vector API is used where the JVM has it, whatever computes the network.
 */
public final class MultiplyAddPeak {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    /** Multiply-adds of a call: a third of a millisecond on one core, so that threads end nearly together. */
    private static final long CALL = 20_000_000;

    private static final int CALLS_OF_A_ROUND = 40;

    private final Workers workers;
    private final MultiplyAddLoop loop;
    private final int turns;
    /** Never looked at; results must go somewhere. A line of cache apart, so that threads do not share one. */
    private final float[] results;

    /** @param workers the threads to measure with */
    public MultiplyAddPeak(Workers workers) {
        this.workers = workers;
        loop = ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()
                ? new VectorMultiplyAddLoop()
                : new PlainMultiplyAddLoop();
        turns = (int) (CALL / loop.multiplyAddsOfATurn());
        results = new float[16 * workers.threads()];
        // Compiled as a whole, not in the middle of a loop: by thousands of short calls.
        IntStream.range(0, 20_000).forEach(call -> results[0] += loop.run(8));
        IntStream.range(0, 3).forEach(round -> gigaflops());
    }

    /** @return what the peak is measured with, in words for a user */
    public String label() {
        return loop.label();
    }

    /**
     * Takes some 20 ms.
     *
     * @return GFLOP/s of all threads together in one round, a multiply-add counted as two
     */
    public double gigaflops() {
        long start = System.nanoTime();
        workers.run(workers.threads(), (thread, scratch) -> {
            for (int call = 0; call < CALLS_OF_A_ROUND; call++) {
                results[16 * thread] += loop.run(turns);
            }
        });
        long nanoseconds = System.nanoTime() - start;
        double multiplyAdds = (double) loop.multiplyAddsOfATurn() * turns * CALLS_OF_A_ROUND * workers.threads();
        return 2 * multiplyAdds / nanoseconds;
    }
}
