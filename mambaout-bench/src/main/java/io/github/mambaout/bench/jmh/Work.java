package io.github.mambaout.bench.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Counts operations, so that a benchmark in operations per nanosecond reports GFLOP/s beside its throughput. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Work {
    /** Floating-point operations of this iteration; reported as GFLOP/s. */
    public double flop;

    /** For JMH. */
    public Work() {}

    /** Starts an iteration. */
    @Setup(Level.Iteration)
    public void reset() {
        flop = 0;
    }
}
