package io.github.mambaout.image;

/**
 * Blurs as Pillow's {@code ImageFilter.GaussianBlur} does, bit for bit: three times the mean over a box along the rows and three
 * times along the columns, in fixed point with 24 bits behind the point and 8-bit levels between. A box has whole pixels and a
 * part of one at each end (Gwosdek et al., Theoretical Foundations of Gaussian Convolution by Extended Box Filtering).
 */
public final class GaussianBlur {
    private static final int CHANNELS = Picture.CHANNELS;
    private static final int PASSES = 3;
    private static final int FRACTION_BITS = 24;
    private static final int HALF = 1 << FRACTION_BITS - 1;

    private final int reach;
    private final int weight;
    private final int endWeight;

    private GaussianBlur(float boxRadius) {
        reach = (int) boxRadius;
        weight = (int) ((1 << FRACTION_BITS) / (boxRadius * 2 + 1));
        endWeight = ((1 << FRACTION_BITS) - (reach * 2 + 1) * weight) / 2;
    }

    /**
     * @param picture any picture
     * @param deviation standard deviation in pixels, at least 0
     * @return the blurred picture
     */
    public static Picture apply(Picture picture, double deviation) {
        if (!(deviation >= 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException("The deviation of a blur must be at least 0, not " + deviation);
        }
        return new GaussianBlur(boxRadius((float) deviation)).blur(picture);
    }

    private static float boxRadius(float deviation) {
        float variance = deviation * deviation / PASSES;
        float length = (float) Math.sqrt(12.0 * variance + 1.0);
        float whole = (float) Math.floor((length - 1.0) / 2.0);
        float part = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
        return whole + part / (6 * (variance - (whole + 1) * (whole + 1)));
    }

    private Picture blur(Picture picture) {
        int row = picture.width() * CHANNELS;
        byte[][] turns = new byte[2][picture.rgb().length];
        byte[] from = picture.rgb();
        for (int pass = 0; pass < 2 * PASSES; pass++) {
            byte[] to = turns[pass % 2];
            if (pass < PASSES) {
                for (int y = 0; y < picture.height(); y++) {
                    average(from, to, y * row, picture.width(), CHANNELS);
                }
            } else {
                average(from, to, 0, picture.height(), row);
            }
            from = to;
        }
        return Picture.of(picture.width(), picture.height(), from);
    }

    /**
     * @param start where the line of groups begins: the pixels of a row, or the rows of the picture
     * @param count groups of the line; beyond its ends the first and the last are repeated
     * @param size values of a group, each averaged with those at its place in other groups
     */
    private void average(byte[] from, byte[] to, int start, int count, int size) {
        int[] sums = new int[size];
        for (int k = -reach - 1; k < reach; k++) {
            int at = group(start, k, count, size);
            for (int i = 0; i < size; i++) {
                sums[i] += from[at + i] & 0xFF;
            }
        }
        for (int k = 0; k < count; k++) {
            int left = group(start, k - reach - 1, count, size);
            int right = group(start, k + reach + 1, count, size);
            int entering = group(start, k + reach, count, size);
            int target = start + k * size;
            for (int i = 0; i < size; i++) {
                int leaving = from[left + i] & 0xFF;
                sums[i] += (from[entering + i] & 0xFF) - leaving;
                int ends = leaving + (from[right + i] & 0xFF);
                to[target + i] = (byte) (sums[i] * weight + ends * endWeight + HALF >>> FRACTION_BITS);
            }
        }
    }

    private static int group(int start, int k, int count, int size) {
        return start + Math.max(0, Math.min(count - 1, k)) * size;
    }
}
