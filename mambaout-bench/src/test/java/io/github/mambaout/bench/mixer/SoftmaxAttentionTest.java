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
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxAttentionTest {
    private static final List<String> NAMES = List.of("output", "dq", "dk", "dv");

    /** Queries, keys, values and the gradient of the output, of all heads. */
    private record Case(SoftmaxAttention attention, Tensor q, Tensor k, Tensor v, Tensor dy) {
        static Case of(SoftmaxAttention attention, long seed) {
            Shape shape = Shape.of(attention.sequences() * attention.length(), attention.heads() * attention.width());
            List<Tensor> maps = Stream.of(0, 1, 2, 3)
                    .map(i -> LayerCheck.random(shape, 10 * seed + i))
                    .toList();
            return new Case(attention, maps.get(0), maps.get(1), maps.get(2), maps.get(3));
        }

        int channel(int head, int c) {
            return head * attention.width() + c;
        }

        int at(int sequence, int token, int head, int c) {
            return (sequence * attention.length() + token) * q.shape().channels() + channel(head, c);
        }
    }

    /** Output, then gradients of queries, keys and values. */
    private static List<float[]> run(Case it, String provider, int threads) {
        Compute compute = Compute.of(KernelProviders.named(provider), threads);
        try (Execution execution = Execution.on(compute)) {
            List<Tensor> results =
                    NAMES.stream().map(name -> Tensor.zeros(it.q.shape())).toList();
            Tensor logSums = execution.borrow(it.attention.logSumsShape(execution.kernels()));
            SoftmaxAttention.Inputs inputs = new SoftmaxAttention.Inputs(Rows.of(it.q), Rows.of(it.k), Rows.of(it.v));
            Rows output = Rows.of(results.get(0));
            it.attention.forward(execution, inputs, output, logSums);
            it.attention.backward(
                    execution,
                    inputs,
                    output,
                    logSums,
                    Rows.of(it.dy),
                    new SoftmaxAttention.Inputs(
                            Rows.of(results.get(1)), Rows.of(results.get(2)), Rows.of(results.get(3))));
            return results.stream().map(Tensor::toArray).toList();
        } finally {
            compute.workers().close();
        }
    }

    /** The same by the formula, in float64. */
    private static List<double[]> formula(Case it) {
        SoftmaxAttention attention = it.attention;
        List<double[]> results =
                NAMES.stream().map(name -> new double[it.q.shape().elements()]).toList();
        for (int sequence = 0; sequence < attention.sequences(); sequence++) {
            for (int head = 0; head < attention.heads(); head++) {
                for (int i = 0; i < attention.length(); i++) {
                    row(it, sequence, head, i, results);
                }
            }
        }
        return results;
    }

    private static void row(Case it, int sequence, int head, int i, List<double[]> results) {
        SoftmaxAttention attention = it.attention;
        int seen = attention.causal() ? i + 1 : attention.length();
        double scale = 1 / Math.sqrt(attention.width());
        double[] weights = new double[seen];
        double[] upstream = new double[seen];
        double sum = 0;
        for (int j = 0; j < seen; j++) {
            double score = 0;
            for (int c = 0; c < attention.width(); c++) {
                score += (double) it.q.get(it.at(sequence, i, head, c)) * it.k.get(it.at(sequence, j, head, c));
                upstream[j] += (double) it.dy.get(it.at(sequence, i, head, c)) * it.v.get(it.at(sequence, j, head, c));
            }
            weights[j] = Math.exp(score * scale);
            sum += weights[j];
        }
        double mean = 0;
        for (int j = 0; j < seen; j++) {
            weights[j] /= sum;
            mean += weights[j] * upstream[j];
        }
        for (int j = 0; j < seen; j++) {
            double slope = weights[j] * (upstream[j] - mean) * scale;
            for (int c = 0; c < attention.width(); c++) {
                int query = it.at(sequence, i, head, c);
                int key = it.at(sequence, j, head, c);
                results.get(0)[query] += weights[j] * it.v.get(key);
                results.get(1)[query] += slope * it.k.get(key);
                results.get(2)[key] += slope * it.q.get(query);
                results.get(3)[key] += weights[j] * it.dy.get(query);
            }
        }
    }

    /** One token, one tile, and several tiles of queries (193 and more) and of keys (97 and more), the last ones shorter. */
    @ParameterizedTest
    @CsvSource({
        "2, 1, 3, 5",
        "3, 7, 2, 4",
        "1, 97, 2, 13",
        "2, 200, 3, 6",
        "1, 193, 1, 32",
        "1, 411, 1, 70",
        "1, 30, 1, 256",
        "20, 100, 1, 3"
    })
    void outputAndGradientsEqualTheFormula(int sequences, int length, int heads, int width) {
        for (boolean causal : new boolean[] {false, true}) {
            Case it = Case.of(new SoftmaxAttention(sequences, length, heads, width, causal), length);
            List<double[]> expected = formula(it);
            for (String provider : List.of("vector", "plain")) {
                List<float[]> actual = run(it, provider, 2);
                for (int i = 0; i < NAMES.size(); i++) {
                    DirectFormula.assertClose(
                            NAMES.get(i) + " of " + it.attention + " by " + provider, actual.get(i), expected.get(i));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theNumberOfThreadsChangesNoBit(boolean causal) {
        Case it = Case.of(new SoftmaxAttention(2, 230, 2, 9, causal), 3);
        List<float[]> one = run(it, "vector", 1);
        for (int threads : new int[] {2, 3, 5}) {
            assertThat(run(it, "vector", threads)).usingRecursiveComparison().isEqualTo(one);
        }
    }

    /** Scores of some hundreds, which would overflow if their maximum were not taken away first; their roundings show in the weights. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void largeScoresPickTheLargest(boolean causal) {
        Case it = Case.of(new SoftmaxAttention(1, 150, 1, 4, causal), 5);
        for (int i = 0; i < it.q.shape().elements(); i++) {
            it.q.data().put(i, 100 * it.q.get(i));
        }
        List<float[]> actual = run(it, "vector", 2);
        List<double[]> expected = formula(it);
        DirectFormula.assertClose("output", actual.get(0), expected.get(0), 5e-4);
        DirectFormula.assertClose("dv", actual.get(3), expected.get(3), 5e-4);
    }
}
