package io.github.mambaout.bench.jmh;

import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.kernel.Kernels;
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

/** One row of a depthwise 7 x 7 convolution for one group of channels, and of its weights' gradient. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class DepthwiseBenchmark {
    private static final int SIZE = 7;

    /** Name of the kernels. */
    @Param({"vector", "plain"})
    public String provider;

    /** Pixels of the row: the four stages at 224 pixels. */
    @Param({"56", "28", "14", "7"})
    public int width;

    private Kernels kernels;
    private int rowStride;
    private float[] plane;
    private float[] weights;
    private float[] bias;
    private float[] y;
    private float[] gradient;
    private double flop;

    /** For JMH. */
    public DepthwiseBenchmark() {}

    /** Makes the tiles. */
    @Setup
    public void prepare() {
        kernels = KernelProviders.named(provider);
        int lanes = kernels.lanes();
        rowStride = (width + SIZE - 1) * lanes;
        plane = new float[SIZE * rowStride];
        weights = new float[SIZE * SIZE * lanes];
        bias = new float[lanes];
        y = new float[width * lanes];
        gradient = new float[SIZE * SIZE * lanes];
        flop = 2.0 * SIZE * SIZE * width * lanes;
    }

    /**
     * Forward.
     *
     * @param work counts
     * @return the row
     */
    @Benchmark
    public float[] row(Work work) {
        kernels.depthwiseRow(width, SIZE, plane, 0, rowStride, weights, 0, bias, 0, y, 0, kernels.lanes());
        work.flop += flop;
        return y;
    }

    /**
     * Gradient of the weights.
     *
     * @param work counts
     * @return the sums
     */
    @Benchmark
    public float[] weightGradient(Work work) {
        kernels.depthwiseWeightGradientRow(width, SIZE, plane, 0, rowStride, y, 0, kernels.lanes(), gradient, 0);
        work.flop += flop;
        return gradient;
    }
}
