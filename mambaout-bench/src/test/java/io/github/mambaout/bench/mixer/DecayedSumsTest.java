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

class DecayedSumsTest {
    private static final List<String> NAMES = List.of("output", "dq", "dk", "dv", "dl");

    private record Case(DecayedSums sums, Tensor q, Tensor k, Tensor v, Tensor logDecays, Tensor dy) {
        static Case of(DecayedSums sums, double strongest, long seed) {
            int tokens = sums.sequences() * sums.length();
            Shape keys = Shape.of(tokens, sums.keys());
            Shape values = Shape.of(tokens, sums.heads() * sums.values());
            Tensor logDecays = LayerCheck.random(Shape.of(tokens, sums.heads()), 10 * seed + 4);
            for (int i = 0; i < logDecays.shape().elements(); i++) {
                logDecays.data().put(i, (float) (strongest * (logDecays.get(i) - 1.5) / 3));
            }
            return new Case(
                    sums,
                    LayerCheck.random(keys, 10 * seed),
                    LayerCheck.random(keys, 10 * seed + 1),
                    LayerCheck.random(values, 10 * seed + 2),
                    logDecays,
                    LayerCheck.random(values, 10 * seed + 3));
        }

        int tokens() {
            return sums.sequences() * sums.length();
        }

        int wide(int token, int head, int c) {
            return (token * sums.heads() + head) * sums.keys() + c;
        }

        int value(int token, int head, int c) {
            return (token * sums.heads() + head) * sums.values() + c;
        }

        double logDecay(int token, int head) {
            return logDecays.get(token * sums.heads() + head);
        }

        Case reversed() {
            DecayedSums other = new DecayedSums(
                    sums.sequences(), sums.length(), sums.heads(), sums.keys(), sums.values(), !sums.reversed());
            return new Case(other, flip(q), flip(k), flip(v), flip(logDecays), flip(dy));
        }

        Tensor flip(Tensor map) {
            return Tensor.of(map.shape(), flip(map.toArray()));
        }

        /** Tokens of each sequence in the other order. */
        float[] flip(float[] map) {
            int width = map.length / tokens();
            float[] flipped = new float[map.length];
            for (int token = 0; token < tokens(); token++) {
                int place = token % sums.length();
                int other = token - place + sums.length() - 1 - place;
                System.arraycopy(map, token * width, flipped, other * width, width);
            }
            return flipped;
        }
    }

    private static List<float[]> run(Case it, String provider, int threads) {
        Compute compute = Compute.of(KernelProviders.named(provider), threads);
        try (Execution execution = Execution.on(compute)) {
            Shape wide = Shape.of(it.tokens(), it.sums.heads() * it.sums.keys());
            Tensor y = Tensor.zeros(it.v.shape());
            Tensor dq = Tensor.zeros(wide);
            Tensor dk = Tensor.zeros(wide);
            Tensor dv = Tensor.zeros(it.v.shape());
            Tensor dl = Tensor.zeros(it.logDecays.shape());
            Tensor memory = execution.borrow(it.sums.statesShape(execution.kernels()));
            DecayedSums.Inputs inputs =
                    new DecayedSums.Inputs(Rows.of(it.q), Rows.of(it.k), Rows.of(it.v), Rows.of(it.logDecays));
            it.sums.forward(execution, inputs, Rows.of(y), memory);
            it.sums.backward(
                    execution,
                    inputs,
                    memory,
                    Rows.of(it.dy),
                    new DecayedSums.Inputs(Rows.of(dq), Rows.of(dk), Rows.of(dv), Rows.of(dl)));
            return List.of(y.toArray(), dq.toArray(), dk.toArray(), dv.toArray(), dl.toArray());
        } finally {
            compute.workers().close();
        }
    }

    /** The output by the recurrence; the gradients by the sum over all pairs that it is. */
    private static List<double[]> formula(Case it) {
        int wide = it.tokens() * it.sums.heads() * it.sums.keys();
        List<double[]> results = List.of(
                new double[it.v.shape().elements()],
                new double[wide],
                new double[wide],
                new double[it.v.shape().elements()],
                new double[it.logDecays.shape().elements()]);
        for (int sequence = 0; sequence < it.sums.sequences(); sequence++) {
            for (int head = 0; head < it.sums.heads(); head++) {
                recurrence(it, sequence, head, results.get(0));
                for (int i = 0; i < it.sums.length(); i++) {
                    row(it, sequence * it.sums.length(), head, i, results);
                }
            }
        }
        return results;
    }

    private static void recurrence(Case it, int sequence, int head, double[] y) {
        DecayedSums sums = it.sums;
        double[][] h = new double[sums.keys()][sums.values()];
        for (int i = 0; i < sums.length(); i++) {
            int token = sequence * sums.length() + i;
            for (int n = 0; n < sums.keys(); n++) {
                for (int c = 0; c < sums.values(); c++) {
                    h[n][c] = Math.exp(it.logDecay(token, head)) * h[n][c]
                            + (double) it.k.get(token * sums.keys() + n) * it.v.get(it.value(token, head, c));
                    y[it.value(token, head, c)] += it.q.get(token * sums.keys() + n) * h[n][c];
                }
            }
        }
    }

    private static void row(Case it, int start, int head, int i, List<double[]> results) {
        DecayedSums sums = it.sums;
        double logDecay = 0;
        int query = start + i;
        for (int j = i; j >= 0; j--) {
            int key = start + j;
            double decay = Math.exp(logDecay);
            double score = 0;
            double upstream = 0;
            for (int n = 0; n < sums.keys(); n++) {
                score += (double) it.q.get(query * sums.keys() + n) * it.k.get(key * sums.keys() + n);
            }
            for (int c = 0; c < sums.values(); c++) {
                upstream += (double) it.dy.get(it.value(query, head, c)) * it.v.get(it.value(key, head, c));
                results.get(3)[it.value(key, head, c)] += decay * score * it.dy.get(it.value(query, head, c));
            }
            for (int n = 0; n < sums.keys(); n++) {
                results.get(1)[it.wide(query, head, n)] += decay * upstream * it.k.get(key * sums.keys() + n);
                results.get(2)[it.wide(key, head, n)] += decay * upstream * it.q.get(query * sums.keys() + n);
            }
            for (int t = j + 1; t <= i; t++) {
                results.get(4)[(start + t) * sums.heads() + head] += decay * score * upstream;
            }
            logDecay += it.logDecay(key, head);
        }
    }

    /** One token, whole chunks of 64 and parts of them; decays that forget within a few tokens, or hardly at all. */
    @ParameterizedTest
    @CsvSource({
        "2, 1, 3, 5, 4, 1",
        "2, 64, 2, 13, 14, 0.1",
        "1, 65, 2, 16, 33, 3",
        "1, 200, 3, 5, 7, 0.02",
        "1, 150, 1, 64, 64, 40"
    })
    void outputAndGradientsEqualTheRecurrence(
            int sequences, int length, int heads, int keys, int values, double strongest) {
        Case it = Case.of(new DecayedSums(sequences, length, heads, keys, values, false), strongest, length);
        List<double[]> expected = formula(it);
        for (String provider : List.of("vector", "plain")) {
            List<float[]> actual = run(it, provider, 2);
            for (int i = 0; i < NAMES.size(); i++) {
                DirectFormula.assertClose(NAMES.get(i) + " by " + provider, actual.get(i), expected.get(i));
            }
        }
    }

    @Test
    void theOtherDirectionIsTheSameOnTheReversedSequence() {
        Case it = Case.of(new DecayedSums(2, 100, 2, 6, 9, false), 0.2, 7);
        List<float[]> there = run(it, "vector", 2);
        List<float[]> back = run(it.reversed(), "vector", 2);
        for (int i = 0; i < NAMES.size(); i++) {
            assertThat(it.flip(back.get(i))).as(NAMES.get(i)).containsExactly(there.get(i));
        }
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        Case it = Case.of(new DecayedSums(3, 130, 3, 9, 17, true), 0.3, 8);
        List<float[]> one = run(it, "vector", 1);
        for (int threads : new int[] {2, 3, 5}) {
            assertThat(run(it, "vector", threads)).usingRecursiveComparison().isEqualTo(one);
        }
    }
}
