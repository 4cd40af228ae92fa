package io.github.mambaout.bench.jmh;

import io.github.mambaout.bench.mixer.Permutation;
import io.github.mambaout.bench.mixer.Recurrence;
import io.github.mambaout.bench.mixer.ScanOrder;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The selective scan of one sequence of 384 channels, and its gradients, from maps in memory to maps in memory; the same in straight
 * loops; and a sum of two maps into a third one, for what memory allows.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class ScanBenchmark {
    private static final int CHANNELS = 384;

    /** Name of the kernels. */
    @Param({"vector", "plain"})
    public String provider;

    /** Threads of the kernels; the straight loops have one. */
    @Param({"1", "2"})
    public int threads;

    /** Steps of the sequence. */
    @Param({"196", "3136", "12544"})
    public int length;

    /** States of a channel. */
    @Param({"1", "16"})
    public int states;

    private Compute compute;
    private Execution execution;
    private Recurrence recurrence;
    private Recurrence.Inputs inputs;
    private Recurrence.Constants constants;
    private Tensor before;
    private Tensor output;
    private Tensor upstream;
    private Recurrence.Outputs outputs;
    private StraightScan straight;
    private StraightScan.Values values;
    private StraightScan.Values gradients;
    private float[] straightOutput;
    private float[] straightUpstream;

    /** For JMH. */
    public ScanBenchmark() {}

    /** Makes the maps. */
    @Setup
    public void prepare() {
        Random random = new Random(1);
        straight = new StraightScan(length, CHANNELS, states);
        values = straight.zeros();
        fill(values.u(), random, -1, 1);
        fill(values.delta(), random, 0.001f, 0.1f);
        fill(values.b(), random, -1, 1);
        fill(values.c(), random, -1, 1);
        fill(values.d(), random, 0.5f, 1.5f);
        for (int i = 0; i < values.a().length; i++) {
            values.a()[i] = -1 - i % states;
        }
        gradients = straight.zeros();
        straightOutput = new float[length * CHANNELS];
        straightUpstream = new float[length * CHANNELS];
        fill(straightUpstream, random, -1, 1);

        compute = Compute.of(KernelProviders.named(provider), threads);
        execution = Execution.on(compute);
        Permutation order = new ScanOrder.Rows().over(1, length);
        recurrence = new Recurrence(1, order, CHANNELS, states);
        inputs = new Recurrence.Inputs(
                rows(values.u(), CHANNELS),
                rows(values.delta(), CHANNELS),
                rows(values.b(), states),
                rows(values.c(), states));
        Tensor a = Tensor.of(Shape.of(CHANNELS, states), values.a());
        Tensor d = Tensor.of(Shape.of(CHANNELS), values.d());
        constants = Recurrence.Constants.of(compute.kernels(), a, d);
        before = Tensor.zeros(recurrence.statesShape(compute.kernels()));
        output = Tensor.zeros(Shape.of(length, CHANNELS));
        upstream = Tensor.of(Shape.of(length, CHANNELS), straightUpstream);
        Recurrence.Inputs written = new Recurrence.Inputs(
                rows(gradients.u(), CHANNELS),
                rows(gradients.delta(), CHANNELS),
                rows(gradients.b(), states),
                rows(gradients.c(), states));
        outputs = new Recurrence.Outputs(written, false, false, Tensor.zeros(a.shape()), Tensor.zeros(d.shape()));
        forward();
    }

    private static void fill(float[] values, Random random, float from, float to) {
        for (int i = 0; i < values.length; i++) {
            values[i] = from + random.nextFloat() * (to - from);
        }
    }

    /** @return a copy off the heap */
    private Rows rows(float[] copied, int width) {
        return Rows.of(Tensor.of(Shape.of(length, width), copied));
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
        execution.close();
        compute.workers().close();
    }

    /** @return the output */
    @Benchmark
    public Tensor forward() {
        recurrence.forward(execution, inputs, constants, Rows.of(output), false, before);
        return output;
    }

    /** @return the gradients */
    @Benchmark
    public Recurrence.Outputs backward() {
        recurrence.backward(execution, inputs, constants, before, Rows.of(upstream), outputs);
        return outputs;
    }

    /** @return the output */
    @Benchmark
    public float[] straightForward() {
        straight.forward(values, straightOutput);
        return straightOutput;
    }

    /** @return the gradients */
    @Benchmark
    public float[] straightBackward() {
        straight.backward(values, straightUpstream, gradients);
        return gradients.u();
    }

    /** @return u + Δ: two maps read and one written */
    @Benchmark
    public float[] memory() {
        float[] u = values.u();
        float[] delta = values.delta();
        for (int i = 0; i < straightOutput.length; i++) {
            straightOutput[i] = u[i] + delta[i];
        }
        return straightOutput;
    }
}
