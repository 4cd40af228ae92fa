package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which products are cut into tasks, on any number of threads. */
class MatrixProductsTest {
    private static final double ROUNDING = 0x1p-24;

    private static Tensor random(Random random, int rows, int columns) {
        Tensor tensor = Tensor.zeros(Shape.of(rows, columns));
        for (int i = 0; i < rows * columns; i++) {
            tensor.data().put(i, random.nextFloat() * 2 - 1);
        }
        return tensor;
    }

    private static Compute compute(String provider, int threads) {
        return Compute.of(KernelProviders.named(provider), threads);
    }

    private static Tensor product(String provider, int threads, Tensor x, Tensor weight, Tensor bias) {
        Compute compute = compute(provider, threads);
        int outputs = weight.shape().size(0);
        PackedMatrix packed = PackedMatrix.transposed(
                compute.kernels(), weight.data(), outputs, weight.shape().size(1));
        float[] padded = new float[packed.paddedColumns()];
        bias.data().get(0, padded, 0, outputs);
        Tensor y = Tensor.zeros(Shape.of(x.shape().size(0), outputs));
        MatrixProducts.product(
                compute,
                TileSource.of(Rows.of(x)),
                packed,
                padded,
                TileTarget.of(Rows.of(y)),
                MatrixProducts.Epilogue.NONE);
        compute.workers().close();
        return y;
    }

    @ParameterizedTest
    @CsvSource({
        "1,37,130,vector", "8,1200,37,vector", "9,37,130,vector", "49,1200,70,vector", "200,37,130,vector",
        "1,37,130,plain", "8,1200,37,plain", "9,37,130,plain", "49,1200,70,plain", "200,37,600,plain"
    })
    void productIsRightAndTheSameOnAnyNumberOfThreads(int rows, int inputs, int outputs, String provider) {
        Random random = new Random(rows + inputs);
        Tensor x = random(random, rows, inputs);
        Tensor weight = random(random, outputs, inputs);
        Tensor bias = random(random, 1, outputs);
        Tensor y = product(provider, 1, x, weight, bias);
        for (int r = 0; r < rows; r++) {
            for (int n = 0; n < outputs; n++) {
                double sum = bias.get(n);
                double magnitude = Math.abs(sum);
                for (int k = 0; k < inputs; k++) {
                    double term = (double) x.get(r * inputs + k) * weight.get(n * inputs + k);
                    sum += term;
                    magnitude += Math.abs(term);
                }
                assertThat((double) y.get(r * outputs + n))
                        .as("row %d, output %d", r, n)
                        .isCloseTo(sum, within((inputs + 2) * ROUNDING * magnitude));
            }
        }
        assertThat(product(provider, 2, x, weight, bias).toArray()).containsExactly(y.toArray());
        assertThat(product(provider, 5, x, weight, bias).toArray()).containsExactly(y.toArray());
    }

    private record WeightGradients(Tensor weight, Tensor bias) {}

    private static WeightGradients weightGradients(String provider, int threads, Tensor dy, Tensor x) {
        Compute compute = compute(provider, threads);
        int outputs = dy.shape().size(1);
        int inputs = x.shape().size(1);
        Random before = new Random(3);
        WeightGradients gradients = new WeightGradients(random(before, outputs, inputs), random(before, 1, outputs));
        try (Workspace memory = compute.memory().open()) {
            MatrixProducts.weightGradient(compute, memory, Rows.of(dy), Rows.of(x), gradients.weight, gradients.bias);
        }
        compute.workers().close();
        return gradients;
    }

    /** One part and several; either side on the left; a left side of several groups. */
    @ParameterizedTest
    @CsvSource({
        "1,37,70,vector",
        "300,37,130,vector",
        "1600,70,37,vector",
        "1600,21,70,vector",
        "129,700,300,vector",
        "70,40,1300,vector",
        "1,37,70,plain",
        "300,37,130,plain",
        "1600,70,37,plain",
        "1600,21,70,plain"
    })
    void weightGradientAddsTheProductsOfAllRows(int rows, int inputs, int outputs, String provider) {
        Random random = new Random(rows + inputs);
        Tensor x = random(random, rows, inputs);
        Tensor dy = random(random, rows, outputs);
        WeightGradients actual = weightGradients(provider, 1, dy, x);
        Random before = new Random(3);
        Tensor weightBefore = random(before, outputs, inputs);
        Tensor biasBefore = random(before, 1, outputs);
        for (int n = 0; n < outputs; n++) {
            double biasSum = biasBefore.get(n);
            double biasMagnitude = Math.abs(biasSum);
            for (int r = 0; r < rows; r++) {
                biasSum += dy.get(r * outputs + n);
                biasMagnitude += Math.abs(dy.get(r * outputs + n));
            }
            assertThat((double) actual.bias.get(n)).isCloseTo(biasSum, within((rows + 2) * ROUNDING * biasMagnitude));
            for (int k = 0; k < inputs; k++) {
                double sum = weightBefore.get(n * inputs + k);
                double magnitude = Math.abs(sum);
                for (int r = 0; r < rows; r++) {
                    double term = (double) dy.get(r * outputs + n) * x.get(r * inputs + k);
                    sum += term;
                    magnitude += Math.abs(term);
                }
                assertThat((double) actual.weight.get(n * inputs + k))
                        .as("output %d, input %d", n, k)
                        .isCloseTo(sum, within((rows + 2) * ROUNDING * magnitude));
            }
        }
        for (int threads : new int[] {2, 5}) {
            WeightGradients again = weightGradients(provider, threads, dy, x);
            assertThat(again.weight.toArray()).containsExactly(actual.weight.toArray());
            assertThat(again.bias.toArray()).containsExactly(actual.bias.toArray());
        }
    }
}
