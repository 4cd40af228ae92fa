package io.github.mambaout.bench.mixer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyValueSumsTest {
    private static final List<String> NAMES = List.of("output", "dq", "dk", "dv");

    private record Case(KeyValueSums sums, Tensor q, Tensor k, Tensor v, Tensor dy) {
        static Case of(KeyValueSums sums, long seed) {
            int tokens = sums.sequences() * sums.length();
            Shape keys = Shape.of(tokens, (sums.shared() ? 1 : sums.heads()) * sums.keys());
            Shape values = Shape.of(tokens, sums.heads() * sums.values());
            return new Case(
                    sums,
                    LayerCheck.random(keys, 10 * seed),
                    LayerCheck.random(keys, 10 * seed + 1),
                    LayerCheck.random(values, 10 * seed + 2),
                    LayerCheck.random(values, 10 * seed + 3));
        }

        int tokens() {
            return sums.sequences() * sums.length();
        }

        int key(int token, int head, int c) {
            return sums.shared() ? token * sums.keys() + c : (token * sums.heads() + head) * sums.keys() + c;
        }

        int keyGradient(int token, int head, int c) {
            return (token * sums.heads() + head) * sums.keys() + c;
        }

        int value(int token, int head, int c) {
            return (token * sums.heads() + head) * sums.values() + c;
        }

        Shape gradientOfKeys() {
            return Shape.of(tokens(), sums.heads() * sums.keys());
        }
    }

    private static List<float[]> run(Case it, String provider, int threads) {
        Compute compute = Compute.of(KernelProviders.named(provider), threads);
        try (Execution execution = Execution.on(compute)) {
            Tensor y = Tensor.zeros(it.v.shape());
            Tensor dq = Tensor.zeros(it.gradientOfKeys());
            Tensor dk = Tensor.zeros(it.gradientOfKeys());
            Tensor dv = Tensor.zeros(it.v.shape());
            Tensor memory = execution.borrow(it.sums.sumsShape(execution.kernels()));
            KeyValueSums.Inputs inputs = new KeyValueSums.Inputs(Rows.of(it.q), Rows.of(it.k), Rows.of(it.v));
            it.sums.forward(execution, inputs, Rows.of(y), memory);
            it.sums.backward(
                    execution,
                    inputs,
                    memory,
                    Rows.of(it.dy),
                    new KeyValueSums.Inputs(Rows.of(dq), Rows.of(dk), Rows.of(dv)));
            return List.of(y.toArray(), dq.toArray(), dk.toArray(), dv.toArray());
        } finally {
            compute.workers().close();
        }
    }

    private static List<double[]> formula(Case it) {
        KeyValueSums sums = it.sums;
        List<double[]> results = List.of(
                new double[it.v.shape().elements()],
                new double[it.gradientOfKeys().elements()],
                new double[it.gradientOfKeys().elements()],
                new double[it.v.shape().elements()]);
        for (int head = 0; head < sums.heads(); head++) {
            for (int i = 0; i < it.tokens(); i++) {
                int start = i / sums.length() * sums.length();
                for (int j = start; j < start + sums.length(); j++) {
                    pair(it, head, i, j, results);
                }
            }
        }
        return results;
    }

    private static void pair(Case it, int head, int i, int j, List<double[]> results) {
        double score = 0;
        for (int c = 0; c < it.sums.keys(); c++) {
            score += (double) it.q.get(it.key(i, head, c)) * it.k.get(it.key(j, head, c));
        }
        double upstream = 0;
        for (int c = 0; c < it.sums.values(); c++) {
            upstream += (double) it.dy.get(it.value(i, head, c)) * it.v.get(it.value(j, head, c));
            results.get(0)[it.value(i, head, c)] += score * it.v.get(it.value(j, head, c));
            results.get(3)[it.value(j, head, c)] += score * it.dy.get(it.value(i, head, c));
        }
        for (int c = 0; c < it.sums.keys(); c++) {
            results.get(1)[it.keyGradient(i, head, c)] += upstream * it.k.get(it.key(j, head, c));
            results.get(2)[it.keyGradient(j, head, c)] += upstream * it.q.get(it.key(i, head, c));
        }
    }

    /** One token, one tile, and several tiles (65 and more) and pieces (513 and more). */
    @ParameterizedTest
    @CsvSource({"2, 1, 3, 5, 4, false", "2, 70, 2, 13, 14, false", "1, 530, 2, 7, 33, true", "3, 20, 1, 64, 64, true"})
    void outputAndGradientsEqualTheFormula(int sequences, int length, int heads, int keys, int values, boolean shared) {
        Case it = Case.of(new KeyValueSums(sequences, length, heads, keys, values, shared), length);
        List<double[]> expected = formula(it);
        for (String provider : List.of("vector", "plain")) {
            List<float[]> actual = run(it, provider, 2);
            for (int i = 0; i < NAMES.size(); i++) {
                DirectFormula.assertClose(NAMES.get(i) + " by " + provider, actual.get(i), expected.get(i));
            }
        }
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        Case it = Case.of(new KeyValueSums(2, 1100, 2, 9, 17, true), 4);
        List<float[]> one = run(it, "vector", 1);
        for (int threads : new int[] {2, 3, 5}) {
            assertThat(run(it, "vector", threads)).usingRecursiveComparison().isEqualTo(one);
        }
    }
}
