package io.github.mambaout.kernel;

/**
 * {@link Kernels} in loops that the JIT compiler vectorises by itself; works on every JVM. It takes loops that are short, without
 * branches, over arrays that are as long as the loop; so tiles are cut into such rows first.
 */
final class PlainKernels implements Kernels {
    static final int LANES = 16;

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public int panelVectors() {
        return PlainProducts.COLUMNS / LANES;
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
        PlainProducts.multiplyAdd(
                rows, depth, a, aOffset, aRowStride, aStep, b, bOffset, bStep, columns, c, cOffset, cRowStride);
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
        PlainDepthwise.row(
                width,
                kernelSize,
                plane,
                planeOffset,
                planeRowStride,
                weights,
                weightOffset,
                bias,
                biasOffset,
                y,
                yOffset,
                yStride);
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
        PlainDepthwise.weightGradientRow(
                width, kernelSize, plane, planeOffset, planeRowStride, dy, dyOffset, dyStride, dw, dwOffset);
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
        PlainNormalization.forward(
                rows,
                channels,
                epsilon,
                x,
                xOffset,
                xStride,
                weight,
                bias,
                y,
                yOffset,
                yStride,
                mean,
                inverseDeviation);
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
        PlainNormalization.gradient(
                rows,
                channels,
                x,
                xOffset,
                xStride,
                mean,
                inverseDeviation,
                weight,
                dy,
                dyOffset,
                dyStride,
                dx,
                dxOffset,
                dxStride,
                dWeight,
                dBias);
    }

    @Override
    public void activate(Activation f, int count, float[] x, int xOffset, float[] y, int yOffset) {
        PlainActivations.activate(f, count, x, xOffset, y, yOffset);
    }

    @Override
    public void activateGradient(
            Activation f, int count, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        PlainActivations.activateGradient(f, count, x, xOffset, dy, dyOffset, dx, dxOffset);
    }

    @Override
    public void gate(Activation f, int count, float[] g, int gOffset, float[] v, int vOffset, float[] y, int yOffset) {
        PlainActivations.gate(f, count, g, gOffset, v, vOffset, y, yOffset);
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
        PlainActivations.gateGradient(f, count, g, gOffset, v, vOffset, dy, dyOffset, dg, dgOffset, dv, dvOffset);
    }

    @Override
    public void multiply(int count, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i++) {
            y[yOffset + i] = a[aOffset + i] * b[bOffset + i];
        }
    }

    @Override
    public void addProduct(int count, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i++) {
            y[yOffset + i] = Math.fma(a[aOffset + i], b[bOffset + i], y[yOffset + i]);
        }
    }

    @Override
    public void addScaled(int count, float scale, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i++) {
            y[yOffset + i] = Math.fma(scale, x[xOffset + i], y[yOffset + i]);
        }
    }

    @Override
    public void addRows(int rows, int columns, float[] x, int xOffset, int xStride, float[] sum, int sumOffset) {
        PlainSums.addRows(rows, columns, x, xOffset, xStride, sum, sumOffset);
    }

    @Override
    public void copyVectors(
            int count, float[] from, int fromOffset, int fromStride, float[] to, int toOffset, int toStride) {
        if (fromStride == LANES && toStride == LANES) {
            System.arraycopy(from, fromOffset, to, toOffset, count * LANES);
        } else {
            Kernels.super.copyVectors(count, from, fromOffset, fromStride, to, toOffset, toStride);
        }
    }

    @Override
    public void adamW(int count, AdamWStep step, float[] w, float[] g, float[] m, float[] v) {
        float scale = (float) step.gradientScale();
        float keep1 = (float) step.beta1();
        float keep2 = (float) step.beta2();
        float take1 = (float) (1 - step.beta1());
        float take2 = (float) (1 - step.beta2());
        float shrink = (float) (1 - step.learningRate() * step.decay());
        float size = (float) (step.learningRate() / step.correction1());
        float root = (float) (1 / Math.sqrt(step.correction2()));
        float epsilon = (float) step.epsilon();
        for (int i = 0; i < count; i++) {
            float gradient = g[i] * scale;
            float first = keep1 * m[i] + take1 * gradient;
            float second = keep2 * v[i] + take2 * gradient * gradient;
            m[i] = first;
            v[i] = second;
            w[i] = w[i] * shrink - size * first / ((float) Math.sqrt(second) * root + epsilon);
        }
    }
}
