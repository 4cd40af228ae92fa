package io.github.mambaout.bench.jmh;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.kernel.Kernels;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Activations of 4,096 values that are in cache; the figure is the time of one value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(GeluBenchmark.COUNT)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class GeluBenchmark {
    /** Values of a call. */
    public static final int COUNT = 4096;

    /** Name of the kernels. */
    @Param({"vector", "plain"})
    public String provider;

    /** Which function. */
    @Param({"GELU", "SILU"})
    public Activation activation;

    private Kernels kernels;
    private float[] gates;
    private float[] values;
    private float[] upstream;
    private float[] y;
    private float[] z;

    /** For JMH. */
    public GeluBenchmark() {}

    /** Makes the tiles. */
    @Setup
    public void prepare() {
        kernels = KernelProviders.named(provider);
        Random random = new Random(1);
        gates = new float[COUNT];
        values = new float[COUNT];
        upstream = new float[COUNT];
        y = new float[COUNT];
        z = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            gates[i] = random.nextFloat() * 6 - 3;
            values[i] = random.nextFloat();
            upstream[i] = random.nextFloat();
        }
    }

    /** @return the activated values */
    @Benchmark
    public float[] activate() {
        kernels.activate(activation, COUNT, gates, 0, y, 0);
        return y;
    }

    /** @return the gated values */
    @Benchmark
    public float[] gate() {
        kernels.gate(activation, COUNT, gates, 0, values, 0, y, 0);
        return y;
    }

    /** @return the gates' gradients */
    @Benchmark
    public float[] gateGradient() {
        kernels.gateGradient(activation, COUNT, gates, 0, values, 0, upstream, 0, y, 0, z, 0);
        return y;
    }
}
