package io.github.mambaout.image;

import java.util.function.IntUnaryOperator;

/**
 * What each level of each channel becomes: the changes of a picture that look at no other pixel. Tables as Pillow's {@code
 * ImageOps} and timm build them, so that the results are equal bit for bit. Immutable.
 */
public final class Levels {
    private static final int LEVELS = 256;
    private static final int CHANNELS = Picture.CHANNELS;
    private static final int BITS = 8;

    private final byte[][] tables;

    private Levels(byte[][] tables) {
        this.tables = tables;
    }

    private static byte[] table(IntUnaryOperator change) {
        byte[] table = new byte[LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            table[level] = (byte) Math.max(0, Math.min(LEVELS - 1, change.applyAsInt(level)));
        }
        return table;
    }

    /**
     * @param change from a level to its new one, which is clipped to 0 to 255
     * @return the change for all channels
     */
    static Levels of(IntUnaryOperator change) {
        byte[] table = table(change);
        return new Levels(new byte[][] {table, table, table});
    }

    /** @return light becomes dark */
    public static Levels inverted() {
        return of(level -> LEVELS - 1 - level);
    }

    /**
     * @param bits upper bits of each level that are kept, from 0 (all black) to 8 (no change)
     * @return the change
     */
    public static Levels posterized(int bits) {
        if (bits < 0 || bits > BITS) {
            throw new IllegalArgumentException("A level has 0 to 8 bits to keep, not " + bits);
        }
        int mask = -(1 << BITS - bits);
        return of(level -> level & mask);
    }

    /**
     * @param threshold levels from this one on are inverted; 256 and more for no change
     * @return the change
     */
    public static Levels solarized(double threshold) {
        return of(level -> level < threshold ? level : LEVELS - 1 - level);
    }

    /**
     * timm's {@code solarize_add}: brightens the dark half.
     *
     * @param addition what is added to levels below 128
     * @return the change
     */
    public static Levels darkHalfRaised(int addition) {
        return of(level -> level < LEVELS / 2 ? level + addition : level);
    }

    /**
     * Each channel is stretched until it reaches from 0 to 255 (Pillow's {@code ImageOps.autocontrast}).
     *
     * @param picture whose levels are looked at
     * @return the change for it
     */
    public static Levels autoContrast(Picture picture) {
        return ofHistogram(picture, Levels::stretched);
    }

    /**
     * Each channel is given an even distribution (Pillow's {@code ImageOps.equalize}).
     *
     * @param picture whose levels are counted
     * @return the change for it
     */
    public static Levels equalized(Picture picture) {
        return ofHistogram(picture, Levels::evened);
    }

    /** Makes a channel's table of the number of its pixels at each level. */
    private interface Histogram {
        byte[] table(int[] counts);
    }

    private static Levels ofHistogram(Picture picture, Histogram histogram) {
        int[][] counts = new int[CHANNELS][LEVELS];
        count(picture.rgb(), counts[0], counts[1], counts[2]);
        byte[][] tables = new byte[CHANNELS][];
        for (int c = 0; c < CHANNELS; c++) {
            tables[c] = histogram.table(counts[c]);
        }
        return new Levels(tables);
    }

    private static void count(byte[] rgb, int[] red, int[] green, int[] blue) {
        for (int i = 0; i < rgb.length; i += CHANNELS) {
            red[rgb[i] & 0xFF]++;
            green[rgb[i + 1] & 0xFF]++;
            blue[rgb[i + 2] & 0xFF]++;
        }
    }

    private static byte[] stretched(int[] counts) {
        int lowest = 0;
        while (counts[lowest] == 0) {
            lowest++;
        }
        int highest = highest(counts);
        if (highest == lowest) {
            return table(level -> level);
        }
        double scale = 255.0 / (highest - lowest);
        double offset = -lowest * scale;
        return table(level -> (int) (level * scale + offset));
    }

    private static int highest(int[] counts) {
        int highest = LEVELS - 1;
        while (counts[highest] == 0) {
            highest--;
        }
        return highest;
    }

    private static byte[] evened(int[] counts) {
        long below = 0;
        for (int level = 0; level < highest(counts); level++) {
            below += counts[level];
        }
        long step = below / (LEVELS - 1);
        if (step == 0) {
            return table(level -> level);
        }
        long[] starts = new long[LEVELS];
        starts[0] = step / 2;
        for (int level = 1; level < LEVELS; level++) {
            starts[level] = starts[level - 1] + counts[level - 1];
        }
        return table(level -> (int) (starts[level] / step));
    }

    /**
     * @param picture any picture
     * @return the changed picture
     */
    public Picture apply(Picture picture) {
        byte[] changed = new byte[picture.rgb().length];
        lookUp(picture.rgb(), tables[0], tables[1], tables[2], changed);
        return Picture.of(picture.width(), picture.height(), changed);
    }

    private static void lookUp(byte[] rgb, byte[] red, byte[] green, byte[] blue, byte[] changed) {
        for (int i = 0; i < rgb.length; i += CHANNELS) {
            changed[i] = red[rgb[i] & 0xFF];
            changed[i + 1] = green[rgb[i + 1] & 0xFF];
            changed[i + 2] = blue[rgb[i + 2] & 0xFF];
        }
    }
}
