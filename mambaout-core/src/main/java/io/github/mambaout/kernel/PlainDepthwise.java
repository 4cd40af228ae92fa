package io.github.mambaout.kernel;

import java.util.Arrays;

/**
 * The depthwise convolution of {@link PlainKernels}. The JIT compiler vectorises loops that are longer than a group of channels and
 * whose arrays all begin at the loop variable. So a row of y is summed as one long loop per weight, over a copy of the pixels
 * that the weight meets and a copy of the weight for every pixel. The gradient of the weights adds, pixel after pixel, the
 * patch that the pixel meets times its upstream gradient.
 */
final class PlainDepthwise {
    private static final int LANES = PlainKernels.LANES;

    /** Up to this many pixels the copies cost more than they bring. */
    private static final int NARROW = 6;

    private static final ThreadLocal<PlainDepthwise> TILES = ThreadLocal.withInitial(PlainDepthwise::new);

    private float[] sum = new float[0];
    private float[] pixels = new float[0];
    private float[] factors = new float[0];

    private PlainDepthwise() {}

    private static PlainDepthwise tiles(int size) {
        PlainDepthwise tiles = TILES.get();
        if (tiles.sum.length < size) {
            tiles.sum = new float[size];
            tiles.pixels = new float[size];
            tiles.factors = new float[size];
        }
        return tiles;
    }

    static void row(
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
        int size = width * LANES;
        PlainDepthwise tiles = tiles(size);
        repeat(bias, biasOffset, tiles.sum, size);
        for (int i = 0; i < kernelSize; i++) {
            for (int j = 0; j < kernelSize; j++) {
                int from = planeOffset + i * planeRowStride + j * LANES;
                int weight = weightOffset + (i * kernelSize + j) * LANES;
                if (width <= NARROW) {
                    addProductOfGroups(width, plane, from, weights, weight, tiles.sum);
                } else {
                    System.arraycopy(plane, from, tiles.pixels, 0, size);
                    repeat(weights, weight, tiles.factors, size);
                    addProduct(size, tiles.pixels, tiles.factors, tiles.sum);
                }
            }
        }
        for (int x = 0; x < width; x++) {
            System.arraycopy(tiles.sum, x * LANES, y, yOffset + x * yStride, LANES);
        }
    }

    static void weightGradientRow(
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
        int run = kernelSize * LANES;
        int size = kernelSize * run;
        PlainDepthwise tiles = tiles(size);
        System.arraycopy(dw, dwOffset, tiles.sum, 0, size);
        for (int x = 0; x < width; x++) {
            for (int i = 0; i < kernelSize; i++) {
                System.arraycopy(plane, planeOffset + i * planeRowStride + x * LANES, tiles.pixels, i * run, run);
            }
            repeat(dy, dyOffset + x * dyStride, tiles.factors, size);
            addProduct(size, tiles.pixels, tiles.factors, tiles.sum);
        }
        System.arraycopy(tiles.sum, 0, dw, dwOffset, size);
    }

    /** Fills a row with copies of one group. */
    private static void repeat(float[] group, int offset, float[] row, int size) {
        System.arraycopy(group, offset, row, 0, LANES);
        for (int done = LANES; done < size; done *= 2) {
            System.arraycopy(row, 0, row, done, Math.min(done, size - done));
        }
    }

    private static void addProduct(int size, float[] a, float[] b, float[] sum) {
        for (int i = 0; i < size; i++) {
            sum[i] = Math.fma(a[i], b[i], sum[i]);
        }
    }

    private static void addProductOfGroups(
            int width, float[] plane, int from, float[] weights, int weight, float[] sum) {
        float[] group = Arrays.copyOfRange(weights, weight, weight + LANES);
        for (int x = 0; x < width; x++) {
            for (int l = 0; l < LANES; l++) {
                sum[x * LANES + l] = Math.fma(plane[from + x * LANES + l], group[l], sum[x * LANES + l]);
            }
        }
    }
}
