package io.github.mambaout.train;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;

/**
 * What a run computes on: the threads that the process shares, or some of its own.
 *
 * @param compute kernels, threads and memory
 * @param own whether its threads end with the run
 */
record RunCompute(Compute compute, boolean own) implements AutoCloseable {
    /** @param threads how many of its own; 0 for the shared ones */
    static RunCompute of(int threads) {
        if (threads == 0) {
            return new RunCompute(Compute.shared(), false);
        }
        return new RunCompute(Compute.of(KernelProviders.selected().kernels(), threads), true);
    }

    @Override
    public void close() {
        if (own) {
            compute.workers().close();
        }
    }
}
