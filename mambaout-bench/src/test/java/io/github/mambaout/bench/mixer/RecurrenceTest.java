package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.reference.Formula;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {

    /** The inputs of a scan: by the formula, Δ through softplus, A below zero. */
    private record Case(
            int length, int channels, int states, Tensor u, Tensor delta, Tensor a, Tensor b, Tensor c, Tensor d) {

        static Case of(String name, int length, int channels, int states) {
            float[] delta = Formula.input(name + ".delta", Shape.of(length, channels));
            for (int i = 0; i < delta.length; i++) {
                delta[i] = (float) Math.log1p(Math.exp(delta[i] - 1));
            }
            float[] a = Formula.unit(name + ".A", channels * states);
            for (int i = 0; i < a.length; i++) {
                a[i] = (float) -Math.exp(a[i]);
            }
            return new Case(
                    length,
                    channels,
                    states,
                    input(name + ".u", length, channels),
                    References.tensor(delta, length, channels),
                    References.tensor(a, channels, states),
                    input(name + ".B", length, states),
                    input(name + ".C", length, states),
                    input(name + ".D", channels));
        }

        private static Tensor input(String name, int... sizes) {
            return Tensor.of(Shape.of(sizes), Formula.input(name, Shape.of(sizes)));
        }

        Recurrence.Inputs inputs() {
            return new Recurrence.Inputs(Rows.of(u), Rows.of(delta), Rows.of(b), Rows.of(c));
        }
    }

    /** Output, then gradients of u, Δ, A, B, C, D. */
    private static List<float[]> run(String provider, Case scan, Permutation order, Tensor upstream, int threads) {
        Recurrence recurrence = new Recurrence(1, order, scan.channels, scan.states);
        Compute compute = Compute.of(KernelProviders.named(provider), threads);
        try (Execution execution = Execution.on(compute)) {
            var constants = Recurrence.Constants.of(execution.kernels(), scan.a, scan.d);
            Tensor before = execution.borrow(recurrence.statesShape(execution.kernels()));
            Tensor y = Tensor.zeros(scan.u.shape());
            recurrence.forward(execution, scan.inputs(), constants, Rows.of(y), false, before);
            List<Tensor> results = new ArrayList<>(List.of(y));
            for (Tensor input : List.of(scan.u, scan.delta, scan.a, scan.b, scan.c, scan.d)) {
                results.add(Tensor.zeros(input.shape()));
            }
            Recurrence.Inputs gradients = new Recurrence.Inputs(
                    Rows.of(results.get(1)), Rows.of(results.get(2)), Rows.of(results.get(4)), Rows.of(results.get(5)));
            recurrence.backward(
                    execution,
                    scan.inputs(),
                    constants,
                    before,
                    Rows.of(upstream),
                    new Recurrence.Outputs(gradients, false, false, results.get(3), results.get(6)));
            return results.stream().map(Tensor::toArray).toList();
        } finally {
            compute.workers().close();
        }
    }

    private static Permutation inMemory(int length) {
        return new ScanOrder.Rows().over(1, length);
    }

    @ParameterizedTest
    @CsvSource({
        "vector, scan1, 1, 4, 2",
        "vector, scan50, 50, 8, 16",
        "vector, scan1000, 1000, 16, 16",
        "plain, scan1, 1, 4, 2",
        "plain, scan50, 50, 8, 16",
        "plain, scan1000, 1000, 16, 16"
    })
    void outputAndAllGradientsEqualTheRecurrenceOfThePaper(
            String provider, String name, int length, int channels, int states) {
        Case scan = Case.of(name, length, channels, states);
        List<float[]> results = run(provider, scan, inMemory(length), Case.input(name + ".grad", length, channels), 2);
        List<String> names = List.of("y", "u.grad", "delta.grad", "A.grad", "B.grad", "C.grad", "D.grad");
        for (int i = 0; i < names.size(); i++) {
            References.assertEqual(name + "/" + names.get(i), results.get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "plain"})
    void channelsThatFillNoWholeVectorsAreScannedLikeAnyOther(String provider) {
        Case wide = Case.of("wide", 70, 37, 5);
        Tensor upstream = Case.input("wide.grad", 70, 37);
        float[] y = run(provider, wide, inMemory(70), upstream, 2).get(0);
        assertThat(References.largestDifference(y, inDoubles(wide))).isLessThan(1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "plain"})
    void theNumberOfThreadsChangesNoBit(String provider) {
        Case scan = Case.of("threads", 70, 37, 5);
        Tensor upstream = Case.input("threads.grad", 70, 37);
        assertThat(run(provider, scan, inMemory(70), upstream, 1))
                .usingRecursiveComparison()
                .isEqualTo(run(provider, scan, inMemory(70), upstream, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "plain"})
    void everythingFollowsTheOrderOfTheScan(String provider) {
        Permutation order = new ScanOrder.Windows(2).reversed().over(7, 10);
        Case inOrder = Case.of("order", 70, 37, 5);
        Case inMemory = new Case(
                70,
                37,
                5,
                arranged(inOrder.u, order),
                arranged(inOrder.delta, order),
                inOrder.a,
                arranged(inOrder.b, order),
                arranged(inOrder.c, order),
                inOrder.d);
        Tensor upstream = Case.input("order.grad", 70, 37);
        List<float[]> expected = run(provider, inOrder, inMemory(70), upstream, 2);
        List<float[]> actual = run(provider, inMemory, order, arranged(upstream, order), 2);
        for (int i : new int[] {0, 1, 2, 4, 5}) {
            Tensor right = References.tensor(expected.get(i), 70, expected.get(i).length / 70);
            assertThat(actual.get(i))
                    .as("result %d", i)
                    .containsExactly(arranged(right, order).toArray());
        }
        assertThat(actual.get(3)).containsExactly(expected.get(3));
        assertThat(actual.get(6)).containsExactly(expected.get(6));
    }

    /** Row t becomes row {@code order.at(t)}. */
    private static Tensor arranged(Tensor rows, Permutation order) {
        int width = rows.shape().channels();
        Tensor moved = Tensor.zeros(rows.shape());
        for (int step = 0; step < order.size(); step++) {
            moved.slice(order.at(step) * width, Shape.of(width)).copyFrom(rows.slice(step * width, Shape.of(width)));
        }
        return moved;
    }

    private static float[] inDoubles(Case scan) {
        float[] y = new float[scan.length * scan.channels];
        for (int channel = 0; channel < scan.channels; channel++) {
            double[] h = new double[scan.states];
            for (int t = 0; t < scan.length; t++) {
                double delta = scan.delta.get(t * scan.channels + channel);
                double u = scan.u.get(t * scan.channels + channel);
                double sum = scan.d.get(channel) * u;
                for (int n = 0; n < scan.states; n++) {
                    h[n] = Math.exp(delta * scan.a.get(channel * scan.states + n)) * h[n]
                            + delta * scan.b.get(t * scan.states + n) * u;
                    sum += scan.c.get(t * scan.states + n) * h[n];
                }
                y[t * scan.channels + channel] = (float) sum;
            }
        }
        return y;
    }
}
