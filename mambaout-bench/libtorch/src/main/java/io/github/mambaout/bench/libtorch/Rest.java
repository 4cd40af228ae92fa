package io.github.mambaout.bench.libtorch;

/**
 * The pause after a run. OpenMP's threads wait for more work in a loop for some milliseconds before they sleep, which PyTorch's
 * own speed rests on; whatever runs beside them in that time would be slowed down.
 */
final class Rest {
    /** libgomp's threads were measured to go on for 3 to 6 ms by its default of 300,000 turns; slower processors need longer. */
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
