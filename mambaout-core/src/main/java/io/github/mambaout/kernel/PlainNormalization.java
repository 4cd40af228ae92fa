package io.github.mambaout.kernel;

/**
 * LayerNorm of {@link PlainKernels}. Sums run over eight numbers at a time, since one chain of additions would wait for itself;
 * the JIT compiler does not regroup sums. The other loops it vectorises.
 */
final class PlainNormalization {
    private PlainNormalization() {}

    static void forward(
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
            float m = sum(channels, x, from) / channels;
            mean[r] = m;
            inverseDeviation[r] = (float) (1 / Math.sqrt(sumOfSquares(channels, x, from, m) / channels + epsilon));
            normalize(channels, x, from, m, inverseDeviation[r], weight, bias, y, yOffset + r * yStride);
        }
    }

    private static float sum(int channels, float[] x, int from) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int c = from;
        int end = from + channels;
        for (; c + 8 <= end; c += 8) {
            s0 += x[c];
            s1 += x[c + 1];
            s2 += x[c + 2];
            s3 += x[c + 3];
            s4 += x[c + 4];
            s5 += x[c + 5];
            s6 += x[c + 6];
            s7 += x[c + 7];
        }
        for (; c < end; c++) {
            s0 += x[c];
        }
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    private static float sumOfSquares(int channels, float[] x, int from, float mean) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int c = from;
        int end = from + channels;
        for (; c + 8 <= end; c += 8) {
            s0 += (x[c] - mean) * (x[c] - mean);
            s1 += (x[c + 1] - mean) * (x[c + 1] - mean);
            s2 += (x[c + 2] - mean) * (x[c + 2] - mean);
            s3 += (x[c + 3] - mean) * (x[c + 3] - mean);
            s4 += (x[c + 4] - mean) * (x[c + 4] - mean);
            s5 += (x[c + 5] - mean) * (x[c + 5] - mean);
            s6 += (x[c + 6] - mean) * (x[c + 6] - mean);
            s7 += (x[c + 7] - mean) * (x[c + 7] - mean);
        }
        for (; c < end; c++) {
            s0 += (x[c] - mean) * (x[c] - mean);
        }
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    private static void normalize(
            int channels,
            float[] x,
            int from,
            float mean,
            float inverseDeviation,
            float[] weight,
            float[] bias,
            float[] y,
            int to) {
        for (int c = 0; c < channels; c++) {
            y[to + c] = (x[from + c] - mean) * inverseDeviation * weight[c] + bias[c];
        }
    }

    static void gradient(
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
        float[] n = new float[channels];
        float[] g = new float[channels];
        float[] upstream = new float[channels];
        for (int r = 0; r < rows; r++) {
            System.arraycopy(x, xOffset + r * xStride, n, 0, channels);
            System.arraycopy(dy, dyOffset + r * dyStride, upstream, 0, channels);
            center(channels, n, mean[r], inverseDeviation[r]);
            addToParameters(channels, n, upstream, weight, g, dWeight, dBias);
            float meanG = sum(channels, g, 0) / channels;
            float meanGn = sumOfProducts(channels, g, n) / channels;
            inputGradient(channels, n, g, meanG, meanGn, inverseDeviation[r]);
            System.arraycopy(g, 0, dx, dxOffset + r * dxStride, channels);
        }
    }

    private static void center(int channels, float[] n, float mean, float inverseDeviation) {
        for (int c = 0; c < channels; c++) {
            n[c] = (n[c] - mean) * inverseDeviation;
        }
    }

    private static void addToParameters(
            int channels, float[] n, float[] upstream, float[] weight, float[] g, float[] dWeight, float[] dBias) {
        for (int c = 0; c < channels; c++) {
            g[c] = upstream[c] * weight[c];
            dWeight[c] = Math.fma(upstream[c], n[c], dWeight[c]);
            dBias[c] += upstream[c];
        }
    }

    private static float sumOfProducts(int channels, float[] g, float[] n) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int c = 0;
        for (; c + 4 <= channels; c += 4) {
            s0 += g[c] * n[c];
            s1 += g[c + 1] * n[c + 1];
            s2 += g[c + 2] * n[c + 2];
            s3 += g[c + 3] * n[c + 3];
        }
        for (; c < channels; c++) {
            s0 += g[c] * n[c];
        }
        return (s0 + s2) + (s1 + s3);
    }

    private static void inputGradient(
            int channels, float[] n, float[] g, float meanG, float meanGn, float inverseDeviation) {
        for (int c = 0; c < channels; c++) {
            g[c] = inverseDeviation * (g[c] - meanG - n[c] * meanGn);
        }
    }
}
