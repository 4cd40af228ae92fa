package io.github.mambaout.bench.jvms;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times kernels in turn, in passes of short rounds. First passes are for the compiler, which works beside them; of the others each
 * kernel's best round counts, so that a moment in which the machine did something else does not.
 */
final class KernelTimer {
    private static final long ROUND_NANOSECONDS = 200_000;

    private final List<TimedKernel> kernels;

    KernelTimer(List<TimedKernel> kernels) {
        this.kernels = List.copyOf(kernels);
    }

    /**
     * @param settling how long to run before
     * @param passes rounds of each kernel that count, at least 1
     * @return the best round of each
     */
    KernelTimes times(Duration settling, int passes) {
        long start = System.nanoTime();
        do {
            kernels.forEach(KernelTimer::round);
        } while (System.nanoTime() - start < settling.toNanos());
        Map<String, Double> best = new LinkedHashMap<>();
        for (int pass = 0; pass < passes; pass++) {
            for (TimedKernel kernel : kernels) {
                best.merge(kernel.name(), round(kernel), Math::min);
            }
        }
        return new KernelTimes(best);
    }

    /** Nanoseconds of a call. */
    private static double round(TimedKernel kernel) {
        long start = System.nanoTime();
        int calls = 0;
        long elapsed;
        do {
            kernel.call().run();
            calls++;
            elapsed = System.nanoTime() - start;
        } while (elapsed < ROUND_NANOSECONDS);
        return (double) elapsed / calls;
    }
}
