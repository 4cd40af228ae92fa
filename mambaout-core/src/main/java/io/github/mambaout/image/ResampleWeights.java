package io.github.mambaout.image;

/**
 * Which pixels of a line each pixel of the resized line takes, and how much of each: Pillow's antialiased resampling,
 * where the filter widens with the factor of shrinking, in 22-bit fixed point.
 */
final class ResampleWeights {
    static final int FRACTION_BITS = 32 - 8 - 2;
    private static final double ONE = 1 << FRACTION_BITS;

    private final Interpolation interpolation;
    private final int from;
    private final int first;
    private final int count;
    private final double scale;
    private final double stretch;
    private final double support;

    /**
     * @param from pixels of the line
     * @param to pixels of the resized line
     * @param first first pixel of the resized line that is wanted
     * @param count how many are wanted
     */
    ResampleWeights(Interpolation interpolation, int from, int to, int first, int count) {
        this.interpolation = interpolation;
        this.from = from;
        this.first = first;
        this.count = count;
        scale = (double) from / to;
        stretch = Math.max(1, scale);
        support = interpolation.support() * stretch;
    }

    int count() {
        return count;
    }

    /** @return the first pixel of the line that a pixel takes; it grows with the pixel */
    int start(int pixel) {
        return Math.max(0, (int) (centre(pixel) - support + 0.5));
    }

    /** @return one past the last pixel of the line that a pixel takes; it grows with the pixel */
    int end(int pixel) {
        return Math.min(from, (int) (centre(pixel) + support + 0.5));
    }

    private double centre(int pixel) {
        return ((double) first + pixel + 0.5) * scale;
    }

    /** @return the shares of the pixels from {@code start} to {@code end} in a pixel, together 2<sup>22</sup> */
    int[] weights(int pixel) {
        int start = start(pixel);
        double centre = centre(pixel);
        double[] exact = new double[end(pixel) - start];
        double sum = 0;
        for (int k = 0; k < exact.length; k++) {
            exact[k] = interpolation.weight((start + k - centre + 0.5) * (1 / stretch));
            sum += exact[k];
        }
        int[] weights = new int[exact.length];
        for (int k = 0; k < exact.length; k++) {
            double share = sum == 0 ? exact[k] : exact[k] / sum;
            weights[k] = (int) (share * ONE + (share < 0 ? -0.5 : 0.5));
        }
        return weights;
    }
}
