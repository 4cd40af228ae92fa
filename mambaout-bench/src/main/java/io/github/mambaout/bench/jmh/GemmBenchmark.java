package io.github.mambaout.bench.jmh;

import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.kernel.Kernels;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One tile of a product: 52 rows times a packed panel. {@code flop} is GFLOP/s, to be compared with the multiply-add peak of the machine. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class GemmBenchmark {
    private static final int ROWS = 52;

    /** Name of the kernels. */
    @Param({"vector", "plain"})
    public String provider;

    /** The summed dimension: widths of MambaOut. */
    @Param({"96", "384", "1024"})
    public int depth;

    /** Columns of the panel: the widest, and that of the narrowest map of MambaOut-Femto. */
    @Param({"96", "48"})
    public int columns;

    private Kernels kernels;
    private float[] a;
    private float[] b;
    private float[] c;

    /** For JMH. */
    public GemmBenchmark() {}

    /** Makes the tiles. */
    @Setup
    public void prepare() {
        kernels = KernelProviders.named(provider);
        a = new float[ROWS * depth];
        b = new float[depth * columns];
        c = new float[ROWS * columns];
        Arrays.fill(a, 0.5f);
        Arrays.fill(b, 0.25f);
    }

    /**
     * A times B.
     *
     * @param work counts
     * @return the sums
     */
    @Benchmark
    public float[] product(Work work) {
        kernels.multiplyAdd(ROWS, depth, a, 0, depth, 1, b, 0, columns, columns, c, 0, columns);
        work.flop += 2.0 * ROWS * depth * columns;
        return c;
    }

    /**
     * A transposed, as in a gradient of weights.
     *
     * @param work counts
     * @return the sums
     */
    @Benchmark
    public float[] transposedProduct(Work work) {
        kernels.multiplyAdd(ROWS, depth, a, 0, 1, ROWS, b, 0, columns, columns, c, 0, columns);
        work.flop += 2.0 * ROWS * depth * columns;
        return c;
    }
}
