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

    @ParameterizedTest(name = "{0} rows, {1} outputs of which the last {2} in a map of their own, {3} inputs")
    @CsvSource({
        "1, 1, 0, 1",
        "700, 5, 2, 19",
        "700, 37, 9, 19",
        "300, 170, 32, 32",
        "129, 300, 100, 700",
        "70, 40, 0, 1300",
        "600, 90, 45, 800",
        "1600, 310, 53, 21",
        "1600, 101, 0, 130"
    })
    void equalsTheSumOverRowsAddedToWhatIsThere(int rows, int outputs, int apart, int inputs) {
        Tensor left = LayerCheck.random(Shape.of(rows, outputs - apart), 1);
        Tensor right = LayerCheck.random(Shape.of(rows, Math.max(1, apart)), 2);
        Tensor x = LayerCheck.random(Shape.of(rows, inputs), 3);
        JoinedRows dy = apart == 0 ? JoinedRows.of(Rows.of(left)) : JoinedRows.of(Rows.of(left), Rows.of(right));
        double[] expected = new double[outputs * inputs];
        double[] expectedBias = new double[outputs];
        for (int n = 0; n < outputs; n++) {
            expectedBias[n] = 1;
            for (int row = 0; row < rows; row++) {
                double upstream = n < outputs - apart
                        ? left.get(row * (outputs - apart) + n)
                        : right.get(row * apart + n - outputs + apart);
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
                MatrixProducts.weightGradient(compute, memory, dy, TileSource.of(Rows.of(x)), weight, bias);
            }
            assertThat(largestError(weight, expected)).isLessThan(1e-4);
            assertThat(largestError(bias, expectedBias)).isLessThan(1e-4);
            compute.workers().close();
        }
    }

    @ParameterizedTest(name = "{0} rows, {1} outputs, {2} inputs")
    @CsvSource({"6200, 37, 21", "6300, 21, 130", "6150, 300, 40", "200, 30, 20", "6, 30, 20"})
    void bothGradientsTogetherAreTheirSumsOverOutputsAndRows(int rows, int outputs, int inputs) {
        Kernels kernels = KernelProviders.selected().kernels();
        Tensor dy = LayerCheck.random(Shape.of(rows, outputs), 1);
        Tensor x = LayerCheck.random(Shape.of(rows, inputs), 2);
        Tensor weight = LayerCheck.random(Shape.of(outputs, inputs), 3);
        double[] expected = new double[outputs * inputs];
        double[] expectedInput = new double[rows * inputs];
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < outputs; n++) {
                double upstream = dy.get(row * outputs + n);
                for (int k = 0; k < inputs; k++) {
                    expected[n * inputs + k] += upstream * x.get(row * inputs + k);
                    expectedInput[row * inputs + k] += upstream * weight.get(n * inputs + k);
                }
            }
        }
        Compute compute = Compute.of(kernels, 3);
        Tensor weightGradient = Tensor.zeros(Shape.of(outputs, inputs));
        Tensor biasGradient = Tensor.zeros(Shape.of(outputs));
        Tensor inputGradient = Tensor.zeros(x.shape());
        PackedMatrix packed = PackedMatrix.of(kernels, weight.data(), outputs, inputs);
        int tile = MatrixProducts.rowsOfGradientTile(kernels, packed, rows);
        try (Workspace memory = new BufferPool().open()) {
            MatrixProducts.gradients(
                    compute,
                    memory,
                    JoinedRows.of(Rows.of(dy)),
                    TileSource.of(Rows.of(x)),
                    weightGradient,
                    biasGradient,
                    packed,
                    (first, count, values, offset, stride) -> {
                        assertThat(first % tile).isZero();
                        Rows.of(inputGradient).write(first, count, values, offset, stride);
                    },
                    MatrixProducts.Epilogue.NONE);
        }
        assertThat(largestError(weightGradient, expected)).isLessThan(1e-3);
        assertThat(largestError(inputGradient, expectedInput)).isLessThan(1e-4);
        compute.workers().close();
    }

    private static double largestError(Tensor actual, double[] expected) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(actual.get(i) - expected[i]));
        }
        return largest;
    }
}
