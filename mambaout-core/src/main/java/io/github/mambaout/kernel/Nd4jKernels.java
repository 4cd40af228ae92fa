package io.github.mambaout.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@link Kernels} by ND4J's own operations in float64, rounded at the end: an oracle for tests, and a baseline. Slow, since
 * every tile is copied into arrays and back. Sums are more exact than those of the other providers, in an order that is
 * ND4J's.
 */
final class Nd4jKernels implements Kernels {
    private static final int LANES = 8;
    private static final int PANEL_VECTORS = 64;
    private static final double SQRT_2 = Math.sqrt(2);
    private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);

    /** Starts ND4J's backend, so that a missing one shows here and not in the middle of a pass. */
    Nd4jKernels() {
        Nd4j.zeros(DataType.DOUBLE, 1, 1);
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public int lanes() {
        return LANES;
    }

    /** A matrix of {@code tile[offset + r·rowStride + c·step]}. */
    private static INDArray matrix(int rows, int columns, float[] tile, int offset, int rowStride, int step) {
        double[] values = new double[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                values[r * columns + c] = tile[offset + r * rowStride + c * step];
            }
        }
        return Nd4j.createFromArray(values).reshape(rows, columns);
    }

    private static INDArray row(int count, float[] values, int offset) {
        return matrix(1, count, values, offset, 0, 1);
    }

    private static void store(INDArray matrix, float[] tile, int offset, int rowStride) {
        int columns = matrix.columns();
        float[] values = matrix.castTo(DataType.FLOAT).dup('c').data().asFloat();
        for (int r = 0; r < matrix.rows(); r++) {
            System.arraycopy(values, r * columns, tile, offset + r * rowStride, columns);
        }
    }

    /** Rows {@code first} to {@code first + count} of a matrix. */
    private static INDArray rows(INDArray matrix, int first, int count) {
        return matrix.get(NDArrayIndex.interval(first, first + count), NDArrayIndex.all());
    }

    @Override
    public int panelVectors() {
        return PANEL_VECTORS;
    }

    @Override
    public void multiplyAdd(
            int rows,
            int depth,
            float[] a,
            int aOffset,
            int aRowStride,
            int aStep,
            float[] b,
            int bOffset,
            int bStep,
            int columns,
            float[] c,
            int cOffset,
            int cRowStride) {
        if (depth == 0) {
            return;
        }
        INDArray product =
                matrix(rows, depth, a, aOffset, aRowStride, aStep).mmul(matrix(depth, columns, b, bOffset, bStep, 1));
        store(product.add(matrix(rows, columns, c, cOffset, cRowStride, 1)), c, cOffset, cRowStride);
    }

    @Override
    public void depthwiseRow(
            int width,
            int kernelSize,
            float[] plane,
            int planeOffset,
            int planeRowStride,
            float[] weights,
            int weightOffset,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStride) {
        INDArray sum = Nd4j.zeros(DataType.DOUBLE, width, LANES).addiRowVector(row(LANES, bias, biasOffset));
        for (int i = 0; i < kernelSize; i++) {
            INDArray pixels = matrix(width + kernelSize - 1, LANES, plane, planeOffset + i * planeRowStride, LANES, 1);
            for (int j = 0; j < kernelSize; j++) {
                INDArray weight = row(LANES, weights, weightOffset + (i * kernelSize + j) * LANES);
                sum.addi(rows(pixels, j, width).mulRowVector(weight));
            }
        }
        store(sum, y, yOffset, yStride);
    }

    @Override
    public void depthwiseWeightGradientRow(
            int width,
            int kernelSize,
            float[] plane,
            int planeOffset,
            int planeRowStride,
            float[] dy,
            int dyOffset,
            int dyStride,
            float[] dw,
            int dwOffset) {
        INDArray upstream = matrix(width, LANES, dy, dyOffset, dyStride, 1);
        for (int i = 0; i < kernelSize; i++) {
            INDArray pixels = matrix(width + kernelSize - 1, LANES, plane, planeOffset + i * planeRowStride, LANES, 1);
            for (int j = 0; j < kernelSize; j++) {
                int at = dwOffset + (i * kernelSize + j) * LANES;
                INDArray sum = rows(pixels, j, width).mul(upstream).sum(true, 0);
                store(sum.add(row(LANES, dw, at)), dw, at, LANES);
            }
        }
    }

    @Override
    public void layerNorm(
            int rows,
            int channels,
            float epsilon,
            float[] x,
            int xOffset,
            int xStride,
            float[] weight,
            float[] bias,
            float[] y,
            int yOffset,
            int yStride,
            float[] mean,
            float[] inverseDeviation) {
        INDArray values = matrix(rows, channels, x, xOffset, xStride, 1);
        INDArray means = values.mean(true, 1);
        INDArray centred = values.subColumnVector(means);
        INDArray inverse = Transforms.sqrt(centred.mul(centred).mean(true, 1).addi(epsilon), false)
                .rdivi(1);
        store(means, mean, 0, 1);
        store(inverse, inverseDeviation, 0, 1);
        store(
                centred.mulColumnVector(inverse)
                        .mulRowVector(row(channels, weight, 0))
                        .addRowVector(row(channels, bias, 0)),
                y,
                yOffset,
                yStride);
    }

    @Override
    public void layerNormGradient(
            int rows,
            int channels,
            float[] x,
            int xOffset,
            int xStride,
            float[] mean,
            float[] inverseDeviation,
            float[] weight,
            float[] dy,
            int dyOffset,
            int dyStride,
            float[] dx,
            int dxOffset,
            int dxStride,
            float[] dWeight,
            float[] dBias) {
        INDArray inverse = matrix(rows, 1, inverseDeviation, 0, 1, 1);
        INDArray n = matrix(rows, channels, x, xOffset, xStride, 1)
                .subColumnVector(matrix(rows, 1, mean, 0, 1, 1))
                .mulColumnVector(inverse);
        INDArray upstream = matrix(rows, channels, dy, dyOffset, dyStride, 1);
        INDArray g = upstream.mulRowVector(row(channels, weight, 0));
        INDArray along = n.mulColumnVector(g.mul(n).mean(true, 1));
        store(g.subColumnVector(g.mean(true, 1)).sub(along).mulColumnVector(inverse), dx, dxOffset, dxStride);
        store(upstream.mul(n).sum(true, 0).add(row(channels, dWeight, 0)), dWeight, 0, channels);
        store(upstream.sum(true, 0).add(row(channels, dBias, 0)), dBias, 0, channels);
    }

    /** Φ for GELU and the logistic function for SiLU: what x is multiplied with. */
    private static INDArray share(Activation f, INDArray x) {
        return f == Activation.SILU
                ? Transforms.sigmoid(x, true)
                : Nd4j.math.erf(x.div(SQRT_2)).addi(1).muli(0.5);
    }

    private static INDArray slope(Activation f, INDArray x) {
        INDArray share = share(f, x);
        INDArray shareSlope = f == Activation.SILU
                ? share.mul(share.rsub(1))
                : Transforms.exp(x.mul(x).muli(-0.5), false).divi(SQRT_2_PI);
        return share.add(x.mul(shareSlope));
    }

    @Override
    public void activate(Activation f, int count, float[] x, int xOffset, float[] y, int yOffset) {
        INDArray values = row(count, x, xOffset);
        store(values.mul(share(f, values)), y, yOffset, count);
    }

    @Override
    public void activateGradient(
            Activation f, int count, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        store(row(count, dy, dyOffset).mul(slope(f, row(count, x, xOffset))), dx, dxOffset, count);
    }

    @Override
    public void gate(Activation f, int count, float[] g, int gOffset, float[] v, int vOffset, float[] y, int yOffset) {
        INDArray gates = row(count, g, gOffset);
        store(gates.mul(share(f, gates)).mul(row(count, v, vOffset)), y, yOffset, count);
    }

    @Override
    public void gateGradient(
            Activation f,
            int count,
            float[] g,
            int gOffset,
            float[] v,
            int vOffset,
            float[] dy,
            int dyOffset,
            float[] dg,
            int dgOffset,
            float[] dv,
            int dvOffset) {
        INDArray gates = row(count, g, gOffset);
        INDArray upstream = row(count, dy, dyOffset);
        INDArray toGate = upstream.mul(row(count, v, vOffset)).mul(slope(f, gates));
        INDArray toValue = upstream.mul(gates).mul(share(f, gates));
        store(toGate, dg, dgOffset, count);
        store(toValue, dv, dvOffset, count);
    }

    @Override
    public void multiply(int count, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset) {
        store(row(count, a, aOffset).mul(row(count, b, bOffset)), y, yOffset, count);
    }

    @Override
    public void addProduct(int count, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset) {
        INDArray product = row(count, a, aOffset).mul(row(count, b, bOffset));
        store(product.add(row(count, y, yOffset)), y, yOffset, count);
    }

    @Override
    public void addScaled(int count, float scale, float[] x, int xOffset, float[] y, int yOffset) {
        INDArray scaled = row(count, x, xOffset).muli((double) scale);
        store(scaled.add(row(count, y, yOffset)), y, yOffset, count);
    }

    @Override
    public void addRows(int rows, int columns, float[] x, int xOffset, int xStride, float[] sum, int sumOffset) {
        INDArray total = matrix(rows, columns, x, xOffset, xStride, 1).sum(true, 0);
        store(total.add(row(columns, sum, sumOffset)), sum, sumOffset, columns);
    }

    @Override
    public void adamW(int count, AdamWStep step, float[] w, float[] g, float[] m, float[] v) {
        INDArray gradient = row(count, g, 0).muli(step.gradientScale());
        INDArray first = row(count, m, 0).muli(step.beta1()).addi(gradient.mul(1 - step.beta1()));
        INDArray second =
                row(count, v, 0).muli(step.beta2()).addi(gradient.mul(gradient).muli(1 - step.beta2()));
        INDArray root = Transforms.sqrt(second.div(step.correction2()), false).addi(step.epsilon());
        INDArray update = first.div(step.correction1()).divi(root).muli(step.learningRate());
        store(row(count, w, 0).muli(1 - step.learningRate() * step.decay()).subi(update), w, 0, count);
        store(first, m, 0, count);
        store(second, v, 0, count);
    }
}
