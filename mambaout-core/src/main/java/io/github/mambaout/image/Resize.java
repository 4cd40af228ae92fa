package io.github.mambaout.image;

import java.util.Arrays;

/**
 * Resizes pictures exactly as Pillow's {@code Image.resize} does: antialiased, first along the rows, then along the columns,
 * in fixed point with 8 bits between the two, so that the results are equal bit for bit.
 *
 * <p>The rows of the source are walked once, two at a time. Both are resampled by the same multiplications, one in the lower,
 * one in the upper half of a {@code long}; then each is added to the rows of the result that it has a part in. So memory is
 * needed for the result alone, however high the source is.
 */
public final class Resize {
    private static final int CHANNELS = Picture.CHANNELS;
    private static final int HALF = 1 << ResampleWeights.FRACTION_BITS - 1;
    private static final long BOTH_HALVES = HALF | (long) HALF << Integer.SIZE;

    /** Pictures that are more than so many times as high as wide are shrunk along the columns first by Pillow. */
    private static final int TOWER = 100;

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
        byte[] result = new byte[Math.multiplyExact(keep.height() * keep.width(), CHANNELS)];
        resize(source, from, width, height, interpolation, keep, new PictureRows(result));
        return Picture.of(keep.width(), keep.height(), result);
    }

    /** Takes the rows of a resized picture, from the first to the last. */
    interface Rows {
        /**
         * @param y number of the row within the part that is kept
         * @param levels red, green and blue of each pixel, 0 to 255; used again for the next row
         */
        void accept(int y, int[] levels);
    }

    /** As {@link #resize(Picture, Box, int, int, Interpolation, Box)}, without making a picture of the result. */
    static void resize(
            Picture source, Box from, int width, int height, Interpolation interpolation, Box keep, Rows result) {
        from.checkInside(source.width(), source.height());
        keep.checkInside(width, height);
        if (from.height() > (long) TOWER * from.width() && height < from.height()) {
            Box columns = new Box(0, keep.y(), from.width(), keep.height());
            byte[] low = new byte[keep.height() * from.width() * CHANNELS];
            rowsThenColumns(source, from, from.width(), height, interpolation, columns, new PictureRows(low));
            Box part = new Box(keep.x(), 0, keep.width(), keep.height());
            Box whole = Box.whole(from.width(), keep.height());
            Picture picture = Picture.of(from.width(), keep.height(), low);
            rowsThenColumns(picture, whole, width, keep.height(), interpolation, part, result);
        } else {
            rowsThenColumns(source, from, width, height, interpolation, keep, result);
        }
    }

    private static void rowsThenColumns(
            Picture source, Box from, int width, int height, Interpolation interpolation, Box keep, Rows result) {
        RowPairs pairs = new RowPairs(
                source, from, new ResampleWeights(interpolation, from.width(), width, keep.x(), keep.width()));
        ResampleWeights rows = new ResampleWeights(interpolation, from.height(), height, keep.y(), keep.height());
        int[][] sums = new int[keep.height()][];
        int[][] weights = new int[keep.height()][];
        int opened = 0;
        int closed = 0;
        for (int y = rows.start(0); closed < keep.height(); y += 2) {
            pairs.resample(y);
            while (opened < keep.height() && rows.start(opened) <= y + 1) {
                sums[opened] = new int[keep.width() * CHANNELS];
                Arrays.fill(sums[opened], HALF);
                weights[opened] = rows.weights(opened);
                opened++;
            }
            for (int i = closed; i < opened; i++) {
                int k = y - rows.start(i);
                addScaled(sums[i], pairs.upper, weightAt(weights[i], k), pairs.lower, weightAt(weights[i], k + 1));
            }
            while (closed < opened && rows.end(closed) <= y + 2) {
                toLevels(sums[closed]);
                result.accept(closed, sums[closed]);
                sums[closed] = null;
                weights[closed] = null;
                closed++;
            }
        }
    }

    private static int weightAt(int[] weights, int k) {
        return k >= 0 && k < weights.length ? weights[k] : 0;
    }

    private static void addScaled(int[] sums, int[] upper, int upperWeight, int[] lower, int lowerWeight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += upper[i] * upperWeight + lower[i] * lowerWeight;
        }
    }

    /** Shifts and masks instead of {@code min} and {@code max}, of which C2 of JDK 17 makes no vector instructions. */
    private static void toLevels(int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            int level = sums[i] >> ResampleWeights.FRACTION_BITS;
            int notNegative = level & ~(level >> 31);
            int missing = 255 - notNegative;
            sums[i] = 255 - (missing & ~(missing >> 31));
        }
    }

    private record PictureRows(byte[] rgb) implements Rows {
        @Override
        public void accept(int y, int[] levels) {
            int to = y * levels.length;
            for (int i = 0; i < levels.length; i++) {
                rgb[to + i] = (byte) levels[i];
            }
        }
    }

    /** Two neighbouring rows, resampled. */
    private static final class RowPairs {
        final int[] upper;
        final int[] lower;
        private final Picture source;
        private final Box from;
        private final int first;
        private final int needed;
        private final int[] starts;
        private final int taps;
        private final long[] weights;
        private final long[] pixels;

        RowPairs(Picture source, Box from, ResampleWeights columns) {
            this.source = source;
            this.from = from;
            int count = columns.count();
            first = columns.start(0);
            needed = (columns.end(count - 1) - first) * CHANNELS;
            starts = new int[count];
            int most = 0;
            for (int x = 0; x < count; x++) {
                starts[x] = (columns.start(x) - first) * CHANNELS;
                most = Math.max(most, columns.end(x) - columns.start(x));
            }
            taps = Math.max(2, most);
            weights = new long[Math.multiplyExact(count, taps)];
            for (int x = 0; x < count; x++) {
                int[] some = columns.weights(x);
                for (int k = 0; k < some.length; k++) {
                    weights[x * taps + k] = some[k];
                }
            }
            pixels = new long[starts[count - 1] + taps * CHANNELS];
            upper = new int[count * CHANNELS];
            lower = new int[count * CHANNELS];
        }

        /** @param y the upper row, within the part of the source; below the last row, {@code lower} holds nothing of use */
        void resample(int y) {
            pair(source.rgb(), y);
            multiply(starts, taps, weights, pixels, upper, lower);
            toLevels(upper);
            toLevels(lower);
        }

        private void pair(byte[] rgb, int y) {
            int top = ((from.y() + y) * source.width() + from.x() + first) * CHANNELS;
            int bottom = y + 1 < from.height() ? top + source.width() * CHANNELS : top;
            for (int i = 0; i < needed; i++) {
                pixels[i] = rgb[top + i] & 0xFF | (rgb[bottom + i] & 0xFFL) << Integer.SIZE;
            }
        }

        /**
         * The inner loop takes two weights at once and is no counted one: C2 would wrap so few rounds into a loop before and
         * one behind, which made it slower by a quarter. Of an odd number of weights the last comes first. A negative sum in the
         * lower half has borrowed one from the upper half.
         */
        private static void multiply(int[] starts, int taps, long[] weights, long[] pixels, int[] upper, int[] lower) {
            int odd = taps & 1;
            int last = (taps - 1) * CHANNELS;
            for (int x = 0; x < starts.length; x++) {
                long red = BOTH_HALVES;
                long green = BOTH_HALVES;
                long blue = BOTH_HALVES;
                int at = starts[x];
                int k = x * taps;
                int end = k + taps - odd;
                if (odd != 0) {
                    long weight = weights[end];
                    red += weight * pixels[at + last];
                    green += weight * pixels[at + last + 1];
                    blue += weight * pixels[at + last + 2];
                }
                do {
                    long weight = weights[k];
                    long next = weights[k + 1];
                    red += weight * pixels[at] + next * pixels[at + 3];
                    green += weight * pixels[at + 1] + next * pixels[at + 4];
                    blue += weight * pixels[at + 2] + next * pixels[at + 5];
                    at += 2 * CHANNELS;
                    k += 2;
                } while (k != end);
                int to = x * CHANNELS;
                upper[to] = (int) red;
                upper[to + 1] = (int) green;
                upper[to + 2] = (int) blue;
                lower[to] = (int) (red - (int) red >> Integer.SIZE);
                lower[to + 1] = (int) (green - (int) green >> Integer.SIZE);
                lower[to + 2] = (int) (blue - (int) blue >> Integer.SIZE);
            }
        }
    }
}
