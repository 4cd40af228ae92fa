package io.github.mambaout.bench.libtorch;

/**
 * The pause after a run. OpenMP's threads wait for more work in a loop for some milliseconds before they sleep, which PyTorch's
 * own speed rests on; whatever runs beside them in that time would be slowed down.
 */
final class Rest {
    /** libgomp gives up after 300,000 turns of its loop, 3 to 14 ms. */
    private static final long MILLISECONDS = 20;

    private Rest() {}

    /** Returns when the threads sleep. */
    static void afterWork() {
        try {
            Thread.sleep(MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
