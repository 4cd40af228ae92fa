package io.github.mambaout.image;

/**
 * Which pixels of a line each pixel of the resized line takes, and how much of each: Pillow's antialiased resampling,
 * where the filter widens with the factor of shrinking, in 22-bit fixed point.
 */
final class ResampleWeights {
    static final int FRACTION_BITS = 32 - 8 - 2;
    private static final double ONE = 1 << FRACTION_BITS;

    private final int[] starts;
    private final int[][] weights;

    private ResampleWeights(int[] starts, int[][] weights) {
        this.starts = starts;
        this.weights = weights;
    }

    /**
     * @param from pixels of the line
     * @param to pixels of the resized line
     * @param first first pixel of the resized line that is wanted
     * @param count how many are wanted
     */
    static ResampleWeights of(Interpolation interpolation, int from, int to, int first, int count) {
        double scale = (double) from / to;
        double stretch = Math.max(1, scale);
        double support = interpolation.support() * stretch;
        int[] starts = new int[count];
        int[][] weights = new int[count][];
        for (int i = 0; i < count; i++) {
            double centre = (first + i + 0.5) * scale;
            int start = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(from, (int) (centre + support + 0.5));
            double[] exact = new double[end - start];
            double sum = 0;
            for (int k = 0; k < exact.length; k++) {
                exact[k] = interpolation.weight((start + k - centre + 0.5) * (1 / stretch));
                sum += exact[k];
            }
            starts[i] = start;
            weights[i] = new int[exact.length];
            for (int k = 0; k < exact.length; k++) {
                double share = sum == 0 ? exact[k] : exact[k] / sum;
                weights[i][k] = (int) (share * ONE + (share < 0 ? -0.5 : 0.5));
            }
        }
        return new ResampleWeights(starts, weights);
    }

    int count() {
        return starts.length;
    }

    int start(int pixel) {
        return starts[pixel];
    }

    int[] weights(int pixel) {
        return weights[pixel];
    }

    /** @return the first pixel of the line that is needed at all */
    int firstNeeded() {
        return starts[0];
    }

    /** @return one past the last pixel of the line that is needed at all */
    int endNeeded() {
        int end = 0;
        for (int i = 0; i < starts.length; i++) {
            end = Math.max(end, starts[i] + weights[i].length);
        }
        return end;
    }
}
