package io.github.mambaout.image;

/**
 * Where each pixel of a resized line lies between two pixels of the line: bilinear resizing without antialiasing, as
 * {@code torch.nn.functional.interpolate(mode="bilinear", align_corners=False)} does it in 32-bit floats.
 */
final class FloatBilinear {
    private final int[] lower;
    private final int[] upper;
    private final float[] upperShare;

    private FloatBilinear(int[] lower, int[] upper, float[] upperShare) {
        this.lower = lower;
        this.upper = upper;
        this.upperShare = upperShare;
    }

    /**
     * @param from pixels of the line
     * @param to pixels of the resized line
     * @param first first pixel of the resized line that is wanted
     * @param count how many are wanted
     */
    static FloatBilinear of(int from, int to, int first, int count) {
        float scale = (float) from / to;
        int[] lower = new int[count];
        int[] upper = new int[count];
        float[] share = new float[count];
        for (int i = 0; i < count; i++) {
            float position = Math.max(0, scale * (first + i + 0.5f) - 0.5f);
            lower[i] = Math.min((int) position, from - 1);
            upper[i] = Math.min(lower[i] + 1, from - 1);
            share[i] = position - lower[i];
        }
        return new FloatBilinear(lower, upper, share);
    }

    int lower(int pixel) {
        return lower[pixel];
    }

    int upper(int pixel) {
        return upper[pixel];
    }

    /** @return how much of the upper pixel is taken; the rest is the lower's */
    float upperShare(int pixel) {
        return upperShare[pixel];
    }
}
