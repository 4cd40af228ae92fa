package io.github.mambaout.bench.jvms;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.AdamWStep;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.RowTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The kernels of prediction and training at shapes of mambaout_femto's third stage: 192 channels, maps of 14×14. */
final class ModelKernels {
    private static final int CHANNELS = 192;
    private static final int WIDTH = 14;
    private static final int KERNEL_SIZE = 7;
    private static final int ROWS = 64;
    private static final int SINGLE_ROW = 1;
    /** Rows whose part of a weight's gradient is summed at a time. */
    private static final int GRADIENT_ROWS = 48;

    private static final float EPSILON = 1e-6f;
    private static final AdamWStep STEP = new AdamWStep(1, 1e-3, 0.9, 0.999, 1e-8, 0.05, 0.1, 0.001);

    private final Kernels kernels;
    private final int lanes;
    private final int stride;
    private final Random random = new Random(0);

    private ModelKernels(Kernels kernels) {
        this.kernels = kernels;
        lanes = kernels.lanes();
        stride = kernels.padded(CHANNELS);
    }

    /**
     * @param kernels a provider
     * @return its kernels, each on memory of its own
     */
    static List<TimedKernel> of(Kernels kernels) {
        ModelKernels shapes = new ModelKernels(kernels);
        List<TimedKernel> all = new ArrayList<>();
        for (int vectors = kernels.panelVectors(); vectors >= 1; vectors--) {
            all.add(shapes.product(ROWS, vectors));
        }
        all.add(shapes.product(SINGLE_ROW, kernels.panelVectors()));
        all.add(shapes.depthwise());
        all.add(shapes.layerNorm());
        all.add(shapes.activate());
        all.add(shapes.gate());
        all.add(shapes.addScaled());
        for (int vectors = kernels.panelVectors(); vectors >= 1; vectors--) {
            all.add(shapes.transposedProduct(vectors));
        }
        all.add(shapes.depthwiseWeightGradient());
        all.add(shapes.layerNormGradient());
        all.add(shapes.activateGradient());
        all.add(shapes.gateGradient());
        all.add(shapes.gateAndGradient());
        all.add(shapes.addRows());
        all.add(shapes.adamW());
        return all;
    }

    private float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    private float[] map() {
        return values(ROWS * stride);
    }

    private TimedKernel product(int rows, int vectors) {
        int columns = vectors * lanes;
        float[] a = values(rows * CHANNELS);
        float[] panel = values(CHANNELS * columns);
        float[] bias = values(columns);
        float[] c = new float[rows * columns];
        RowTable aRows = RowTable.dense(rows, CHANNELS, lanes);
        RowTable biasRows = RowTable.dense(rows, 0, lanes);
        RowTable cRows = RowTable.dense(rows, columns, lanes);
        return new TimedKernel(
                "multiplyAdd " + rows + "x" + vectors,
                () -> kernels.multiplyAdd(
                        rows, CHANNELS, a, aRows, 0, 0, panel, 0, columns, bias, biasRows, 0, 0, c, cRows, 0, 0));
    }

    private TimedKernel depthwise() {
        int planeStride = (WIDTH + KERNEL_SIZE - 1) * lanes;
        float[] plane = values((WIDTH + KERNEL_SIZE - 1) * planeStride);
        float[] weights = values(KERNEL_SIZE * KERNEL_SIZE * lanes);
        float[] bias = values(lanes);
        float[] y = new float[WIDTH * lanes];
        return new TimedKernel("depthwiseRow", () -> {
            for (int row = 0; row < WIDTH; row++) {
                kernels.depthwiseRow(
                        WIDTH, KERNEL_SIZE, plane, row * planeStride, planeStride, weights, 0, bias, 0, y, 0, lanes);
            }
        });
    }

    private TimedKernel depthwiseWeightGradient() {
        int planeStride = (WIDTH + KERNEL_SIZE - 1) * lanes;
        float[] plane = values((WIDTH + KERNEL_SIZE - 1) * planeStride);
        float[] dy = values(WIDTH * lanes);
        float[] dw = new float[KERNEL_SIZE * KERNEL_SIZE * lanes];
        return new TimedKernel("depthwiseWeightGradientRow", () -> {
            for (int row = 0; row < WIDTH; row++) {
                kernels.depthwiseWeightGradientRow(
                        WIDTH, KERNEL_SIZE, plane, row * planeStride, planeStride, dy, 0, lanes, dw, 0);
            }
        });
    }

    private TimedKernel layerNorm() {
        float[] x = map();
        float[] weight = values(stride);
        float[] bias = values(stride);
        float[] y = map();
        float[] mean = new float[ROWS];
        float[] inverse = new float[ROWS];
        return new TimedKernel(
                "layerNorm",
                () -> kernels.layerNorm(
                        ROWS, CHANNELS, EPSILON, x, 0, stride, weight, bias, y, 0, stride, mean, inverse));
    }

    private TimedKernel layerNormGradient() {
        float[] x = map();
        float[] dy = map();
        float[] dx = map();
        float[] weight = values(stride);
        float[] mean = values(ROWS);
        float[] inverse = values(ROWS);
        float[] dWeight = new float[stride];
        float[] dBias = new float[stride];
        return new TimedKernel(
                "layerNormGradient",
                () -> kernels.layerNormGradient(
                        ROWS, CHANNELS, x, 0, stride, mean, inverse, weight, dy, 0, stride, dx, 0, stride, dWeight,
                        dBias));
    }

    private TimedKernel activate() {
        float[] x = map();
        float[] y = map();
        return new TimedKernel("activate", () -> kernels.activate(Activation.GELU, x.length, x, 0, y, 0));
    }

    private TimedKernel activateGradient() {
        float[] x = map();
        float[] dy = map();
        float[] dx = map();
        return new TimedKernel(
                "activateGradient", () -> kernels.activateGradient(Activation.GELU, x.length, x, 0, dy, 0, dx, 0));
    }

    private TimedKernel gate() {
        float[] g = map();
        float[] v = map();
        float[] y = map();
        return new TimedKernel("gate", () -> kernels.gate(Activation.GELU, g.length, g, 0, v, 0, y, 0));
    }

    private TimedKernel gateGradient() {
        float[] g = map();
        float[] v = map();
        float[] dy = map();
        float[] dg = map();
        float[] dv = map();
        return new TimedKernel(
                "gateGradient", () -> kernels.gateGradient(Activation.GELU, g.length, g, 0, v, 0, dy, 0, dg, 0, dv, 0));
    }

    private TimedKernel gateAndGradient() {
        float[] g = map();
        float[] v = map();
        float[] dy = map();
        float[] y = map();
        float[] dg = map();
        float[] dv = map();
        return new TimedKernel(
                "gateAndGradient",
                () -> kernels.gateAndGradient(Activation.GELU, g.length, g, 0, v, 0, dy, 0, y, 0, dg, 0, dv, 0));
    }

    private TimedKernel addScaled() {
        float[] x = map();
        float[] y = map();
        // Nothing is added, so that the sums stay where they are, however often this runs.
        return new TimedKernel("addScaled", () -> kernels.addScaled(x.length, 0, x, 0, y, 0));
    }

    private TimedKernel transposedProduct(int vectors) {
        int columns = vectors * lanes;
        float[] a = values(GRADIENT_ROWS * Kernels.TRANSPOSED_STRIDE);
        float[] b = values(GRADIENT_ROWS * columns);
        float[] c = new float[ROWS * columns];
        return new TimedKernel(
                "multiplyAddTransposed " + ROWS + "x" + vectors,
                () -> kernels.multiplyAddTransposed(ROWS, GRADIENT_ROWS, a, 0, b, 0, columns, columns, c, 0, columns));
    }

    private TimedKernel addRows() {
        float[] x = map();
        float[] sum = new float[stride];
        return new TimedKernel("addRows", () -> kernels.addRows(ROWS, stride, x, 0, stride, sum, 0));
    }

    private TimedKernel adamW() {
        float[] w = map();
        float[] g = map();
        float[] m = new float[w.length];
        float[] v = new float[w.length];
        return new TimedKernel("adamW", () -> kernels.adamW(w.length, STEP, w, g, m, v));
    }
}
