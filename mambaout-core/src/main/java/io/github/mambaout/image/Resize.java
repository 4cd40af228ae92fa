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
        from.checkInside(source.width(), source.height());
        keep.checkInside(width, height);
        if (from.height() > (long) TOWER * from.width() && height < from.height()) {
            Box columns = new Box(0, keep.y(), from.width(), keep.height());
            Picture low = rowsThenColumns(source, from, from.width(), height, interpolation, columns);
            Box part = new Box(keep.x(), 0, keep.width(), keep.height());
            Box whole = Box.whole(low.width(), low.height());
            return rowsThenColumns(low, whole, width, keep.height(), interpolation, part);
        }
        return rowsThenColumns(source, from, width, height, interpolation, keep);
    }

    private static Picture rowsThenColumns(
            Picture source, Box from, int width, int height, Interpolation interpolation, Box keep) {
        RowPairs pairs = new RowPairs(
                source, from, new ResampleWeights(interpolation, from.width(), width, keep.x(), keep.width()));
        ResampleWeights rows = new ResampleWeights(interpolation, from.height(), height, keep.y(), keep.height());
        byte[] result = new byte[Math.multiplyExact(keep.height() * keep.width(), CHANNELS)];
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
                write(sums[closed], result, closed);
                sums[closed] = null;
                weights[closed] = null;
                closed++;
            }
        }
        return Picture.of(keep.width(), keep.height(), result);
    }

    private static int weightAt(int[] weights, int k) {
        return k >= 0 && k < weights.length ? weights[k] : 0;
    }

    private static void addScaled(int[] sums, int[] upper, int upperWeight, int[] lower, int lowerWeight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += upper[i] * upperWeight + lower[i] * lowerWeight;
        }
    }

    private static void write(int[] sums, byte[] result, int row) {
        int to = row * sums.length;
        for (int i = 0; i < sums.length; i++) {
            result[to + i] = (byte) level(sums[i]);
        }
    }

    private static int level(int sum) {
        return Math.max(0, Math.min(255, sum >> ResampleWeights.FRACTION_BITS));
    }

    /** Two neighbouring rows, resampled. */
    private static final class RowPairs {
        final int[] upper;
        final int[] lower;
        private final Picture source;
        private final Box from;
        private final int first;
        private final int[] starts;
        private final int[][] weights;
        private final long[] pixels;

        RowPairs(Picture source, Box from, ResampleWeights columns) {
            this.source = source;
            this.from = from;
            first = columns.start(0);
            starts = new int[columns.count()];
            weights = new int[columns.count()][];
            for (int x = 0; x < starts.length; x++) {
                starts[x] = (columns.start(x) - first) * CHANNELS;
                weights[x] = columns.weights(x);
            }
            pixels = new long[(columns.end(starts.length - 1) - first) * CHANNELS];
            upper = new int[starts.length * CHANNELS];
            lower = new int[starts.length * CHANNELS];
        }

        /** @param y the upper row, within the part of the source; below the last row, {@code lower} holds nothing of use */
        void resample(int y) {
            byte[] rgb = source.rgb();
            int top = ((from.y() + y) * source.width() + from.x() + first) * CHANNELS;
            int bottom = y + 1 < from.height() ? top + source.width() * CHANNELS : top;
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = rgb[top + i] & 0xFF | (rgb[bottom + i] & 0xFFL) << Integer.SIZE;
            }
            for (int x = 0; x < starts.length; x++) {
                int at = starts[x];
                long red = BOTH_HALVES;
                long green = BOTH_HALVES;
                long blue = BOTH_HALVES;
                for (long weight : weights[x]) {
                    red += weight * pixels[at];
                    green += weight * pixels[at + 1];
                    blue += weight * pixels[at + 2];
                    at += CHANNELS;
                }
                store(x * CHANNELS, red);
                store(x * CHANNELS + 1, green);
                store(x * CHANNELS + 2, blue);
            }
        }

        /** A negative sum in the lower half has borrowed one from the upper half. */
        private void store(int at, long sums) {
            int upperSum = (int) sums;
            upper[at] = level(upperSum);
            lower[at] = level((int) (sums - upperSum >> Integer.SIZE));
        }
    }
}
