package io.github.mambaout.kernel;

import java.util.Arrays;

/**
 * The depthwise convolution of {@link PlainKernels}. The JIT compiler vectorises loops that are much longer than a group of
 * channels and whose arrays all begin at the loop variable. So some pixels of y are summed at once, three weights at a time, over
 * copies of the pixels that these weights meet and copies of the weights for every pixel. The latter are kept for the next call, which
 * most often brings the same weights. The gradient of the weights adds, pixel after pixel, the patch that the pixel meets times its
 * upstream gradient.
 */
final class PlainDepthwise {
    private static final int LANES = PlainKernels.LANES;

    /** Pixels that are summed at once: rows of the models' maps have 56, 28, 14 and 7. */
    private static final int PIXELS = 28;

    /** Weights that are added at once; a fourth one makes JDK 17 compile a loop without vectors. */
    private static final int STEPS = 3;

    /** Groups whose repeated weights are kept: 88 KB each for a kernel of 7 by 7. */
    private static final int KEPT = 8;

    private static final ThreadLocal<PlainDepthwise> TILES = ThreadLocal.withInitial(PlainDepthwise::new);

    private final float[] sum = PlainRows.of(PIXELS * LANES);
    private final float[][] pixels = PlainRows.of(STEPS, PIXELS * LANES);
    private final Repeated[] kept = new Repeated[KEPT];
    private float[] patchSum = new float[0];
    private float[] patch = new float[0];
    private float[] factors = new float[0];

    private PlainDepthwise() {
        Arrays.setAll(kept, i -> new Repeated());
    }

    /** The weights of one group, and each of them once for every pixel. */
    private static final class Repeated {
        private float[] weights = new float[0];
        private float[][] rows = new float[0][];
        private int pixels;

        /** What is kept is compared value by value: the caller's array may have changed, or be another one at the same place. */
        float[][] of(int taps, int width, float[] source, int offset) {
            int count = taps * LANES;
            if (width > pixels || !Arrays.equals(weights, 0, weights.length, source, offset, offset + count)) {
                weights = Arrays.copyOfRange(source, offset, offset + count);
                if (rows.length < taps) {
                    rows = PlainRows.of(taps, PIXELS * LANES);
                }
                for (int tap = 0; tap < taps; tap++) {
                    repeat(weights, tap * LANES, rows[tap], width * LANES);
                }
                pixels = width;
            }
            return rows;
        }
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
        PlainDepthwise tiles = TILES.get();
        int taps = kernelSize * kernelSize;
        int group = weightOffset / (taps * LANES);
        float[][] factors = tiles.kept[group % KEPT].of(taps, Math.min(PIXELS, width), weights, weightOffset);
        for (int x = 0; x < width; x += PIXELS) {
            int count = Math.min(PIXELS, width - x);
            repeat(bias, biasOffset, tiles.sum, count * LANES);
            tiles.addTaps(count, kernelSize, plane, planeOffset + x * LANES, planeRowStride, factors);
            for (int i = 0; i < count; i++) {
                System.arraycopy(tiles.sum, i * LANES, y, yOffset + (x + i) * yStride, LANES);
            }
        }
    }

    private void addTaps(
            int count, int kernelSize, float[] plane, int planeOffset, int planeRowStride, float[][] factors) {
        int size = count * LANES;
        int taps = kernelSize * kernelSize;
        for (int tap = 0; tap < taps; tap += STEPS) {
            int steps = Math.min(STEPS, taps - tap);
            for (int step = 0; step < steps; step++) {
                int i = (tap + step) / kernelSize;
                int j = (tap + step) % kernelSize;
                System.arraycopy(plane, planeOffset + i * planeRowStride + j * LANES, pixels[step], 0, size);
            }
            if (steps == STEPS) {
                addThreeProducts(
                        size, pixels[0], pixels[1], pixels[2], factors[tap], factors[tap + 1], factors[tap + 2], sum);
            } else {
                for (int step = 0; step < steps; step++) {
                    addProduct(size, pixels[step], factors[tap + step], sum);
                }
            }
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
        PlainDepthwise tiles = TILES.get();
        tiles.growPatches(size);
        System.arraycopy(dw, dwOffset, tiles.patchSum, 0, size);
        for (int x = 0; x < width; x++) {
            for (int i = 0; i < kernelSize; i++) {
                System.arraycopy(plane, planeOffset + i * planeRowStride + x * LANES, tiles.patch, i * run, run);
            }
            repeat(dy, dyOffset + x * dyStride, tiles.factors, size);
            addProduct(size, tiles.patch, tiles.factors, tiles.patchSum);
        }
        System.arraycopy(tiles.patchSum, 0, dw, dwOffset, size);
    }

    private void growPatches(int size) {
        if (patchSum.length < size) {
            patchSum = PlainRows.of(size);
            patch = PlainRows.of(size);
            factors = PlainRows.of(size);
        }
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

    private static void addThreeProducts(
            int size, float[] a0, float[] a1, float[] a2, float[] b0, float[] b1, float[] b2, float[] sum) {
        for (int i = 0; i < size; i++) {
            sum[i] = Math.fma(a2[i], b2[i], Math.fma(a1[i], b1[i], Math.fma(a0[i], b0[i], sum[i])));
        }
    }
}
