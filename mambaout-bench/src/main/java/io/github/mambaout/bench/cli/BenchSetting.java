package io.github.mambaout.bench.cli;

import io.github.mambaout.bench.peer.MultiplyAddPeak;
import io.github.mambaout.kernel.Compute;
import java.time.Duration;

/**
 * What holds for every line of a run.
 *
 * @param compute kernels, threads and memory
 * @param peak the peak of the same threads
 * @param measuring how long to measure a line
 * @param jvms how many fresh JVMs to start where JVMs are compared
 */
record BenchSetting(Compute compute, MultiplyAddPeak peak, Duration measuring, int jvms) {

    /** @return how long to warm up before */
    Duration warmUp() {
        return measuring.dividedBy(2);
    }

    int threads() {
        return compute.workers().threads();
    }

    String provider() {
        return compute.kernels().name();
    }
}
