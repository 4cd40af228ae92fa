package io.github.mambaout.bench.peer;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** What something allocates on the heap, on all threads together. */
public final class AllocatedBytes {
    private static final int WARM_UP_CALLS = 200;
    private static final int CALLS = 200;

    private AllocatedBytes() {}

    /**
     * @param call is called some hundred times
     * @return bytes of one call once it is warm, on the mean
     */
    public static double perCall(Runnable call) {
        repeat(call, WARM_UP_CALLS);
        // What asking allocates itself is found by asking twice.
        long before = ofAllThreads();
        long asking = ofAllThreads() - before;
        long start = ofAllThreads();
        repeat(call, CALLS);
        long whole = ofAllThreads() - start;
        return Math.max(0, whole - asking) / (double) CALLS;
    }

    private static void repeat(Runnable call, int times) {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }

    private static long ofAllThreads() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // Threads that have ended count −1.
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }
}
