package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.tensor.BufferPool;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightGradientTest {

    @ParameterizedTest(name = "{0} rows, {1} outputs, {2} inputs")
    @CsvSource({
        "1, 1, 1",
        "700, 5, 19",
        "700, 37, 19",
        "300, 170, 32",
        "129, 300, 700",
        "70, 40, 1300",
        "600, 90, 800",
        "1600, 310, 21",
        "1600, 101, 130"
    })
    void equalsTheSumOverRowsAddedToWhatIsThere(int rows, int outputs, int inputs) {
        Tensor dy = LayerCheck.random(Shape.of(rows, outputs), 1);
        Tensor x = LayerCheck.random(Shape.of(rows, inputs), 3);
        double[] expected = new double[outputs * inputs];
        double[] expectedBias = new double[outputs];
        for (int n = 0; n < outputs; n++) {
            expectedBias[n] = 1;
            for (int row = 0; row < rows; row++) {
                double upstream = dy.get(row * outputs + n);
                expectedBias[n] += upstream;
                for (int k = 0; k < inputs; k++) {
                    expected[n * inputs + k] += upstream * x.get(row * inputs + k);
                }
            }
        }
        for (int threads : new int[] {1, 3}) {
            Compute compute = Compute.of(KernelProviders.selected().kernels(), threads);
            Tensor weight = Tensor.zeros(Shape.of(outputs, inputs));
            Tensor bias = Tensor.zeros(Shape.of(outputs));
            for (int n = 0; n < outputs; n++) {
                bias.data().put(n, 1);
            }
            try (Workspace memory = new BufferPool().open()) {
                MatrixProducts.weightGradient(compute, memory, Rows.of(dy), TileSource.of(Rows.of(x)), weight, bias);
            }
            assertThat(largestError(weight, expected)).isLessThan(1e-4);
            assertThat(largestError(bias, expectedBias)).isLessThan(1e-4);
            compute.workers().close();
        }
    }

    private static double largestError(Tensor actual, double[] expected) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(actual.get(i) - expected[i]));
        }
        return largest;
    }
}
