package io.github.mambaout.image;

/**
 * Resizes pictures exactly as Pillow's {@code Image.resize} does: antialiased, first along the rows, then along the columns,
 * in fixed point with 8 bits between the two, so that the results are equal bit for bit.
 */
public final class Resize {
    private static final int CHANNELS = Picture.CHANNELS;
    private static final int HALF = 1 << ResampleWeights.FRACTION_BITS - 1;

    private Resize() {}

    /**
     * @param source any picture
     * @param width columns of the result, at least 1
     * @param height rows of the result, at least 1
     * @param interpolation the filter
     * @return the resized picture
     */
    public static Picture resize(Picture source, int width, int height, Interpolation interpolation) {
        return resize(
                source,
                Box.whole(source.width(), source.height()),
                width,
                height,
                interpolation,
                Box.whole(width, height));
    }

    /**
     * Cuts a box out of a picture, resizes it, and cuts a box out of the result; the same as the three steps one by one,
     * but nothing that is cut away is computed.
     *
     * @param source any picture
     * @param from the part of the source to resize; pixels outside it have no influence
     * @param width columns of the resized part, at least 1
     * @param height rows of the resized part, at least 1
     * @param interpolation the filter
     * @param keep the part of the resized part to return
     * @return a picture of the size of {@code keep}
     */
    public static Picture resize(
            Picture source, Box from, int width, int height, Interpolation interpolation, Box keep) {
        from.checkInside(source.width(), source.height());
        keep.checkInside(width, height);
        ResampleWeights columns = ResampleWeights.of(interpolation, from.width(), width, keep.x(), keep.width());
        ResampleWeights rows = ResampleWeights.of(interpolation, from.height(), height, keep.y(), keep.height());
        int firstRow = rows.firstNeeded();
        int[][] narrowed = new int[rows.endNeeded() - firstRow][keep.width() * CHANNELS];
        for (int y = 0; y < narrowed.length; y++) {
            int start = ((from.y() + firstRow + y) * source.width() + from.x()) * CHANNELS;
            if (from.width() == width) {
                copyRow(source.rgb(), start + keep.x() * CHANNELS, narrowed[y]);
            } else {
                resampleRow(source.rgb(), start, columns, narrowed[y]);
            }
        }
        byte[] result = new byte[keep.height() * keep.width() * CHANNELS];
        int[] sums = new int[keep.width() * CHANNELS];
        for (int y = 0; y < keep.height(); y++) {
            java.util.Arrays.fill(sums, HALF);
            int[] weights = rows.weights(y);
            for (int k = 0; k < weights.length; k++) {
                addScaled(sums, narrowed[rows.start(y) - firstRow + k], weights[k]);
            }
            int to = y * sums.length;
            for (int i = 0; i < sums.length; i++) {
                result[to + i] = (byte) clamp(sums[i] >> ResampleWeights.FRACTION_BITS);
            }
        }
        return Picture.of(keep.width(), keep.height(), result);
    }

    private static void copyRow(byte[] rgb, int start, int[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = rgb[start + i] & 0xFF;
        }
    }

    private static void resampleRow(byte[] rgb, int start, ResampleWeights columns, int[] row) {
        for (int x = 0; x < columns.count(); x++) {
            int[] weights = columns.weights(x);
            int from = start + columns.start(x) * CHANNELS;
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            for (int weight : weights) {
                red += weight * (rgb[from] & 0xFF);
                green += weight * (rgb[from + 1] & 0xFF);
                blue += weight * (rgb[from + 2] & 0xFF);
                from += CHANNELS;
            }
            row[x * CHANNELS] = clamp(red >> ResampleWeights.FRACTION_BITS);
            row[x * CHANNELS + 1] = clamp(green >> ResampleWeights.FRACTION_BITS);
            row[x * CHANNELS + 2] = clamp(blue >> ResampleWeights.FRACTION_BITS);
        }
    }

    private static void addScaled(int[] sums, int[] row, int weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += row[i] * weight;
        }
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
