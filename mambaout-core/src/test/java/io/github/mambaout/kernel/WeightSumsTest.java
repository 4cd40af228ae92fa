package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.mambaout.layer.LayerCheck;
import io.github.mambaout.tensor.BufferPool;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightSumsTest {
    /** Vectors are read whole, so there is one more behind the last row. */
    private static final int BEHIND = 64;

    private record Gradient(float[] weight, float[] bias) {}

    @ParameterizedTest(name = "{0} rows, left {1}, right {2}, {3} segments")
    @CsvSource({
        "1, 1, 1, 1",
        "95, 5, 19, 2",
        "700, 37, 19, 2",
        "300, 288, 70, 2",
        "1600, 100, 700, 1",
        "1600, 530, 130, 2",
        "6300, 21, 37, 2",
        "6200, 48, 210, 1"
    })
    void equalsTheSumsOfProductsOnAnyNumberOfThreads(int rows, int left, int right, int segments) {
        int columns = segments * right;
        float[] x = LayerCheck.random(Shape.of(rows, left), 1).toArray();
        float[] dy = LayerCheck.random(Shape.of(rows, columns), 2).toArray();
        double[] products = new double[columns * left];
        double[] rightSums = new double[columns];
        double[] leftSums = new double[left];
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < left; k++) {
                leftSums[k] += x[row * left + k];
            }
            for (int n = 0; n < columns; n++) {
                double upstream = dy[row * columns + n];
                rightSums[n] += upstream;
                for (int k = 0; k < left; k++) {
                    products[n * left + k] += upstream * x[row * left + k];
                }
            }
        }
        Gradient turned = sum(rows, left, right, segments, true, x, dy, 1);
        assertClose(turned.weight, products);
        assertClose(turned.bias, rightSums);
        assertThat(sum(rows, left, right, segments, true, x, dy, 3).weight).containsExactly(turned.weight);
        if (segments == 1) {
            double[] transposed = new double[products.length];
            for (int n = 0; n < columns; n++) {
                for (int k = 0; k < left; k++) {
                    transposed[k * columns + n] = products[n * left + k];
                }
            }
            Gradient straight = sum(rows, left, right, segments, false, x, dy, 1);
            assertClose(straight.weight, transposed);
            assertClose(straight.bias, leftSums);
            assertThat(sum(rows, left, right, segments, false, x, dy, 3).weight).containsExactly(straight.weight);
        }
    }

    /** Gradients of 1 to which the sums are added. */
    private static Gradient sum(
            int rows, int left, int right, int segments, boolean turned, float[] x, float[] dy, int threads) {
        Compute compute = Compute.of(KernelProviders.selected().kernels(), threads);
        float[] map = Arrays.copyOf(dy, dy.length + BEHIND);
        int columns = segments * right;
        Tensor weight = ones(turned ? Shape.of(columns, left) : Shape.of(left, columns));
        Tensor bias = ones(Shape.of(turned ? columns : left));
        AtomicIntegerArray visits = new AtomicIntegerArray(rows);
        try (Workspace memory = new BufferPool().open()) {
            WeightSums sums = turned
                    ? WeightSums.turned(compute, memory, rows, left, right, segments)
                    : WeightSums.straight(compute, memory, rows, left, right);
            sums.run((first, count, task, scratch) -> {
                float[] tile = scratch.floats(0, WeightSums.leftFloats(left));
                WeightSums.putLeft(count, left, x, first * left, left, tile);
                for (int segment = 0; segment < segments; segment++) {
                    task.add(count, tile, segment, map, first * columns + segment * right, columns);
                }
                for (int row = first; row < first + count; row++) {
                    visits.incrementAndGet(row);
                }
            });
            for (int row = 0; row < rows && sums.readsRowsOnce(); row++) {
                assertThat(visits.get(row)).isEqualTo(1);
            }
            if (turned) {
                sums.addTurned(weight, bias);
            } else {
                sums.addStraight(weight, bias);
            }
        } finally {
            compute.workers().close();
        }
        return new Gradient(weight.toArray(), bias.toArray());
    }

    private static Tensor ones(Shape shape) {
        float[] values = new float[shape.elements()];
        Arrays.fill(values, 1);
        return Tensor.of(shape, values);
    }

    private static void assertClose(float[] actual, double[] sums) {
        assertThat(actual).hasSameSizeAs(sums);
        for (int i = 0; i < sums.length; i++) {
            assertThat((double) actual[i]).isCloseTo(1 + sums[i], offset(1e-3));
        }
    }
}
