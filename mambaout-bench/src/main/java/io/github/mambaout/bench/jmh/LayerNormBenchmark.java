package io.github.mambaout.bench.jmh;

import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.kernel.Kernels;
import java.util.Arrays;
import java.util.Random;
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

/** LayerNorm of 28 rows that are in cache, and its gradient. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class LayerNormBenchmark {
    private static final int ROWS = 28;

    /** Name of the kernels. */
    @Param({"vector", "plain"})
    public String provider;

    /** Channels of a row. */
    @Param({"48", "96", "384"})
    public int channels;

    private Kernels kernels;
    private float[] x;
    private float[] y;
    private float[] dy;
    private float[] dx;
    private float[] weight;
    private float[] bias;
    private float[] mean;
    private float[] inverseDeviation;

    /** For JMH. */
    public LayerNormBenchmark() {}

    /** Makes the tiles. */
    @Setup
    public void prepare() {
        kernels = KernelProviders.named(provider);
        Random random = new Random(1);
        x = new float[ROWS * channels];
        dy = new float[ROWS * channels];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
            dy[i] = random.nextFloat();
        }
        y = new float[ROWS * channels];
        dx = new float[ROWS * channels];
        weight = new float[channels];
        Arrays.fill(weight, 1);
        bias = new float[channels];
        mean = new float[ROWS];
        inverseDeviation = new float[ROWS];
        forward();
    }

    /** @return the normalised rows */
    @Benchmark
    public float[] forward() {
        kernels.layerNorm(ROWS, channels, 1e-6f, x, 0, channels, weight, bias, y, 0, channels, mean, inverseDeviation);
        return y;
    }

    /** @return the gradient of the input */
    @Benchmark
    public float[] gradient() {
        kernels.layerNormGradient(
                ROWS,
                channels,
                x,
                0,
                channels,
                mean,
                inverseDeviation,
                weight,
                dy,
                0,
                channels,
                dx,
                0,
                channels,
                y,
                bias);
        return dx;
    }
}
