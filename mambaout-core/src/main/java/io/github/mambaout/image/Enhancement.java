package io.github.mambaout.image;

/**
 * Changes how strong a property of a picture is, as Pillow's {@code ImageEnhance} does, bit for bit: the picture is mixed with
 * one that lacks the property. A factor of 1 changes nothing, 0 takes the property away, above 1 there is more of it.
 */
public final class Enhancement {
    private static final int CHANNELS = Picture.CHANNELS;

    private Enhancement() {}

    /**
     * @param picture any picture
     * @param factor 0 for black
     * @return the changed picture
     */
    public static Picture brightness(Picture picture, double factor) {
        return mixedWith(0, picture, factor);
    }

    /**
     * @param picture any picture
     * @param factor 0 for an even grey, the mean luminance
     * @return the changed picture
     */
    public static Picture contrast(Picture picture, double factor) {
        byte[] rgb = picture.rgb();
        long sum = 0;
        for (int i = 0; i < rgb.length; i += CHANNELS) {
            sum += luminance(rgb, i);
        }
        int mean = (int) ((double) sum / (rgb.length / CHANNELS) + 0.5);
        return mixedWith(mean, picture, factor);
    }

    private static Picture mixedWith(int grey, Picture picture, double factor) {
        float share = checked(factor);
        return Levels.of(level -> Blend.level(grey, level, share)).apply(picture);
    }

    /**
     * @param picture any picture
     * @param factor 0 for grey
     * @return the changed picture
     */
    public static Picture color(Picture picture, double factor) {
        float share = checked(factor);
        byte[] rgb = picture.rgb();
        byte[] mixed = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i += CHANNELS) {
            int grey = luminance(rgb, i);
            mixed[i] = (byte) Blend.level(grey, rgb[i] & 0xFF, share);
            mixed[i + 1] = (byte) Blend.level(grey, rgb[i + 1] & 0xFF, share);
            mixed[i + 2] = (byte) Blend.level(grey, rgb[i + 2] & 0xFF, share);
        }
        return Picture.of(picture.width(), picture.height(), mixed);
    }

    private static int luminance(byte[] rgb, int at) {
        return RowNormalizer.grey(rgb[at] & 0xFF, rgb[at + 1] & 0xFF, rgb[at + 2] & 0xFF);
    }

    /**
     * @param picture any picture; its outermost pixels stay as they are
     * @param factor 0 for a picture smoothed over 3x3 pixels
     * @return the changed picture
     */
    public static Picture sharpness(Picture picture, double factor) {
        float share = checked(factor);
        byte[] rgb = picture.rgb();
        byte[] mixed = rgb.clone();
        int row = picture.width() * CHANNELS;
        int[] columns = new int[row];
        for (int y = 1; y < picture.height() - 1; y++) {
            sumColumns(rgb, y * row, columns);
            mixWithSmoothed(rgb, y * row, columns, share, mixed);
        }
        return Picture.of(picture.width(), picture.height(), mixed);
    }

    /** Sums each value with those above and below it. */
    private static void sumColumns(byte[] rgb, int start, int[] sums) {
        int row = sums.length;
        for (int i = 0; i < row; i++) {
            sums[i] = (rgb[start - row + i] & 0xFF) + (rgb[start + i] & 0xFF) + (rgb[start + row + i] & 0xFF);
        }
    }

    /**
     * Smoothing weighs the middle with 5/13 and its 8 neighbours with 1/13 each. Rounding to the nearest is exact in integers, as
     * no 13th lies in the middle of two.
     */
    private static void mixWithSmoothed(byte[] rgb, int start, int[] columns, float share, byte[] mixed) {
        for (int i = CHANNELS; i < columns.length - CHANNELS; i++) {
            int level = rgb[start + i] & 0xFF;
            int sum = columns[i - CHANNELS] + columns[i] + columns[i + CHANNELS] + 4 * level;
            mixed[start + i] = (byte) Blend.level((2 * sum + 13) / 26, level, share);
        }
    }

    private static float checked(double factor) {
        if (!(factor >= 0 && Double.isFinite(factor))) {
            throw new IllegalArgumentException("The factor of an enhancement must be at least 0, not " + factor);
        }
        return (float) factor;
    }
}
