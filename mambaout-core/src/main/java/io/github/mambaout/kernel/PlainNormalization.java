package io.github.mambaout.kernel;

/**
 * LayerNorm of {@link PlainKernels}. A row is copied into an array of its own, where the JIT compiler vectorises what is done to each
 * value. Sums it does not regroup, so these run over eight numbers at a time; one chain of additions would wait for itself.
 */
final class PlainNormalization {
    private static final ThreadLocal<PlainNormalization> TILES =
            ThreadLocal.withInitial(() -> new PlainNormalization(0));

    private final float[] n;
    private final float[] g;
    private final float[] upstream;

    private PlainNormalization(int channels) {
        n = PlainRows.of(channels);
        g = PlainRows.of(channels);
        upstream = PlainRows.of(channels);
    }

    private static PlainNormalization tiles(int channels) {
        PlainNormalization tiles = TILES.get();
        if (tiles.n.length < channels) {
            tiles = new PlainNormalization(channels);
            TILES.set(tiles);
        }
        return tiles;
    }

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
        float[] n = tiles(channels).n;
        for (int r = 0; r < rows; r++) {
            System.arraycopy(x, xOffset + r * xStride, n, 0, channels);
            mean[r] = sum(channels, n) / channels;
            center(channels, n, mean[r]);
            inverseDeviation[r] = (float) (1 / Math.sqrt(sumOfProducts(channels, n, n) / channels + epsilon));
            scale(channels, n, inverseDeviation[r], weight, bias);
            System.arraycopy(n, 0, y, yOffset + r * yStride, channels);
        }
    }

    private static void center(int channels, float[] n, float mean) {
        for (int c = 0; c < channels; c++) {
            n[c] -= mean;
        }
    }

    private static void scale(int channels, float[] n, float inverseDeviation, float[] weight, float[] bias) {
        for (int c = 0; c < channels; c++) {
            n[c] = Math.fma(n[c] * inverseDeviation, weight[c], bias[c]);
        }
    }

    private static float sum(int channels, float[] x) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int c = 0;
        for (; c + 8 <= channels; c += 8) {
            s0 += x[c];
            s1 += x[c + 1];
            s2 += x[c + 2];
            s3 += x[c + 3];
            s4 += x[c + 4];
            s5 += x[c + 5];
            s6 += x[c + 6];
            s7 += x[c + 7];
        }
        for (; c < channels; c++) {
            s0 += x[c];
        }
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    private static float sumOfProducts(int channels, float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int c = 0;
        for (; c + 8 <= channels; c += 8) {
            s0 = Math.fma(a[c], b[c], s0);
            s1 = Math.fma(a[c + 1], b[c + 1], s1);
            s2 = Math.fma(a[c + 2], b[c + 2], s2);
            s3 = Math.fma(a[c + 3], b[c + 3], s3);
            s4 = Math.fma(a[c + 4], b[c + 4], s4);
            s5 = Math.fma(a[c + 5], b[c + 5], s5);
            s6 = Math.fma(a[c + 6], b[c + 6], s6);
            s7 = Math.fma(a[c + 7], b[c + 7], s7);
        }
        for (; c < channels; c++) {
            s0 = Math.fma(a[c], b[c], s0);
        }
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
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
        PlainNormalization tiles = tiles(channels);
        float[] n = tiles.n;
        float[] g = tiles.g;
        float[] upstream = tiles.upstream;
        for (int r = 0; r < rows; r++) {
            System.arraycopy(x, xOffset + r * xStride, n, 0, channels);
            System.arraycopy(dy, dyOffset + r * dyStride, upstream, 0, channels);
            normalize(channels, n, mean[r], inverseDeviation[r]);
            addToParameters(channels, n, upstream, weight, g, dWeight, dBias);
            float meanG = sum(channels, g) / channels;
            float meanGn = sumOfProducts(channels, g, n) / channels;
            inputGradient(channels, n, g, meanG, meanGn, inverseDeviation[r]);
            System.arraycopy(g, 0, dx, dxOffset + r * dxStride, channels);
        }
    }

    private static void normalize(int channels, float[] n, float mean, float inverseDeviation) {
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

    private static void inputGradient(
            int channels, float[] n, float[] g, float meanG, float meanGn, float inverseDeviation) {
        for (int c = 0; c < channels; c++) {
            g[c] = inverseDeviation * (g[c] - meanG - n[c] * meanGn);
        }
    }
}
