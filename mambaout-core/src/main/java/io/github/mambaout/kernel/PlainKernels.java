package io.github.mambaout.kernel;

/** {@link Kernels} in loops that the JIT compiler vectorises by itself; works on every JVM. */
final class PlainKernels implements Kernels {
    private static final int LANES = 16;
    private static final double INVERSE_SQRT_2PI = 0.3989422804014327;

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public int lanes() {
        return LANES;
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
        float[] sum = new float[columns];
        float[] row = new float[columns];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(c, cOffset + r * cRowStride, sum, 0, columns);
            for (int k = 0; k < depth; k++) {
                float value = a[aOffset + r * aRowStride + k * aStep];
                System.arraycopy(b, bOffset + k * bStep, row, 0, columns);
                for (int j = 0; j < columns; j++) {
                    sum[j] += value * row[j];
                }
            }
            System.arraycopy(sum, 0, c, cOffset + r * cRowStride, columns);
        }
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
        float[] sum = new float[LANES];
        for (int x = 0; x < width; x++) {
            System.arraycopy(bias, biasOffset, sum, 0, LANES);
            for (int i = 0; i < kernelSize; i++) {
                for (int j = 0; j < kernelSize; j++) {
                    int p = planeOffset + i * planeRowStride + (x + j) * LANES;
                    int w = weightOffset + (i * kernelSize + j) * LANES;
                    for (int l = 0; l < LANES; l++) {
                        sum[l] += plane[p + l] * weights[w + l];
                    }
                }
            }
            System.arraycopy(sum, 0, y, yOffset + x * yStride, LANES);
        }
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
        for (int i = 0; i < kernelSize; i++) {
            for (int j = 0; j < kernelSize; j++) {
                int w = dwOffset + (i * kernelSize + j) * LANES;
                for (int x = 0; x < width; x++) {
                    int p = planeOffset + i * planeRowStride + (x + j) * LANES;
                    int d = dyOffset + x * dyStride;
                    for (int l = 0; l < LANES; l++) {
                        dw[w + l] += plane[p + l] * dy[d + l];
                    }
                }
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
        for (int r = 0; r < rows; r++) {
            int from = xOffset + r * xStride;
            double sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += x[from + c];
            }
            float m = (float) (sum / channels);
            double squares = 0;
            for (int c = 0; c < channels; c++) {
                double d = x[from + c] - m;
                squares += d * d;
            }
            float inverse = (float) (1 / Math.sqrt(squares / channels + epsilon));
            mean[r] = m;
            inverseDeviation[r] = inverse;
            int to = yOffset + r * yStride;
            for (int c = 0; c < channels; c++) {
                y[to + c] = (x[from + c] - m) * inverse * weight[c] + bias[c];
            }
        }
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
        for (int r = 0; r < rows; r++) {
            int xs = xOffset + r * xStride;
            int ds = dyOffset + r * dyStride;
            int to = dxOffset + r * dxStride;
            double g = 0;
            double gn = 0;
            for (int c = 0; c < channels; c++) {
                float n = (x[xs + c] - mean[r]) * inverseDeviation[r];
                float scaled = dy[ds + c] * weight[c];
                g += scaled;
                gn += scaled * n;
                dWeight[c] += dy[ds + c] * n;
                dBias[c] += dy[ds + c];
            }
            float meanG = (float) (g / channels);
            float meanGn = (float) (gn / channels);
            for (int c = 0; c < channels; c++) {
                float n = (x[xs + c] - mean[r]) * inverseDeviation[r];
                dx[to + c] = inverseDeviation[r] * (dy[ds + c] * weight[c] - meanG - n * meanGn);
            }
        }
    }

    private static float upperTail(float z) {
        float p = ActivationPolynomials.TAIL_7;
        p = p * z + ActivationPolynomials.TAIL_6;
        p = p * z + ActivationPolynomials.TAIL_5;
        p = p * z + ActivationPolynomials.TAIL_4;
        p = p * z + ActivationPolynomials.TAIL_3;
        p = p * z + ActivationPolynomials.TAIL_2;
        p = p * z + ActivationPolynomials.TAIL_1;
        p = p * z + ActivationPolynomials.TAIL_0;
        p *= p;
        p *= p;
        p *= p;
        return p * p;
    }

    private static float value(Activation f, float x) {
        if (f == Activation.SILU) {
            return (float) (x / (1 + Math.exp(-x)));
        }
        float z = Math.min(Math.abs(x), 5.6f);
        return Math.max(x, 0) - z * upperTail(z);
    }

    private static float derivative(Activation f, float x) {
        if (f == Activation.SILU) {
            double s = 1 / (1 + Math.exp(-x));
            return (float) (s * (1 + x * (1 - s)));
        }
        float tail = upperTail(Math.min(Math.abs(x), 5.6f));
        return (float) ((x > 0 ? 1 - tail : tail) + x * INVERSE_SQRT_2PI * Math.exp(-0.5 * x * x));
    }

    @Override
    public void activate(Activation f, int count, float[] x, int xOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i++) {
            y[yOffset + i] = value(f, x[xOffset + i]);
        }
    }

    @Override
    public void activateGradient(
            Activation f, int count, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        for (int i = 0; i < count; i++) {
            dx[dxOffset + i] = dy[dyOffset + i] * derivative(f, x[xOffset + i]);
        }
    }

    @Override
    public void gate(Activation f, int count, float[] g, int gOffset, float[] v, int vOffset, float[] y, int yOffset) {
        for (int i = 0; i < count; i++) {
            y[yOffset + i] = value(f, g[gOffset + i]) * v[vOffset + i];
        }
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
        for (int i = 0; i < count; i++) {
            float gate = g[gOffset + i];
            float upstream = dy[dyOffset + i];
            dg[dgOffset + i] = upstream * v[vOffset + i] * derivative(f, gate);
            dv[dvOffset + i] = upstream * value(f, gate);
        }
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
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                sum[sumOffset + j] += x[xOffset + r * xStride + j];
            }
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
