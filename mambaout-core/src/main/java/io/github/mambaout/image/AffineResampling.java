package io.github.mambaout.image;

import java.util.Arrays;

/**
 * The loops behind {@link AffineMap}, in the arithmetic of Pillow's {@code Geometry.c}, so that the results are equal bit for
 * bit: places in doubles, values in doubles and truncated at the end.
 */
final class AffineResampling {
    private static final int CHANNELS = Picture.CHANNELS;
    private static final int FRACTION_BITS = 16;

    private final int width;
    private final int height;
    private final byte[] from;
    private final byte[] to;
    private final AffineMap map;
    private final Rgb outside;

    /**
     * Every level as a double. Looking it up is faster than the instruction that converts it, which on JDK 17 waits for the
     * one before it, as it keeps a part of the register that it writes.
     */
    private final double[] levels = new double[1 << Byte.SIZE];

    AffineResampling(Picture picture, AffineMap map, Rgb outside) {
        width = picture.width();
        height = picture.height();
        from = picture.rgb();
        to = new byte[from.length];
        this.map = map;
        this.outside = outside;
        Arrays.setAll(levels, level -> level);
    }

    Picture nearest() {
        long acrossColumn = fixed(map.xx());
        long acrossRow = fixed(map.yx());
        long downColumn = fixed(map.xy());
        long downRow = fixed(map.yy());
        long startColumn = fixed(map.x0() + map.xx() * 0.5 + map.xy() * 0.5);
        long startRow = fixed(map.y0() + map.yx() * 0.5 + map.yy() * 0.5);
        for (int y = 0; y < height; y++) {
            long column = startColumn + y * downColumn;
            long row = startRow + y * downRow;
            for (int x = 0; x < width; x++) {
                long u = column >> FRACTION_BITS;
                long v = row >> FRACTION_BITS;
                int target = (y * width + x) * CHANNELS;
                if (u >= 0 && u < width && v >= 0 && v < height) {
                    int source = ((int) v * width + (int) u) * CHANNELS;
                    to[target] = from[source];
                    to[target + 1] = from[source + 1];
                    to[target + 2] = from[source + 2];
                } else {
                    fill(target);
                }
                column += acrossColumn;
                row += acrossRow;
            }
        }
        return Picture.of(width, height, to);
    }

    private static long fixed(double value) {
        return (long) Math.floor(value * (1 << FRACTION_BITS) + 0.5);
    }

    Picture bilinear() {
        return interpolated(this::mixFour);
    }

    Picture bicubic() {
        return interpolated(this::mixSixteen);
    }

    /** Writes a pixel of the result from the neighbours of a place, whose whole numbers are the middles of pixels. */
    @FunctionalInterface
    private interface Mixing {
        void mix(double u, double v, int target);
    }

    private Picture interpolated(Mixing mixing) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = column(x, y);
                double v = row(x, y);
                int target = (y * width + x) * CHANNELS;
                if (inside(u, v)) {
                    mixing.mix(u - 0.5, v - 0.5, target);
                } else {
                    fill(target);
                }
            }
        }
        return Picture.of(width, height, to);
    }

    private double column(int x, int y) {
        return map.xx() * (x + 0.5) + map.xy() * (y + 0.5) + map.x0();
    }

    private double row(int x, int y) {
        return map.yx() * (x + 0.5) + map.yy() * (y + 0.5) + map.y0();
    }

    private boolean inside(double u, double v) {
        return u >= 0 && u < width && v >= 0 && v < height;
    }

    private void fill(int target) {
        to[target] = (byte) outside.red();
        to[target + 1] = (byte) outside.green();
        to[target + 2] = (byte) outside.blue();
    }

    private void mixFour(double u, double v, int target) {
        int column = floor(u);
        int row = floor(v);
        double right = u - column;
        double below = v - row;
        int first = clampedColumn(column);
        int second = clampedColumn(column + 1);
        int upper = clampedRow(row);
        int lower = clampedRow(row + 1);
        for (int c = 0; c < CHANNELS; c++) {
            double above = mixed(level(upper + first + c), level(upper + second + c), right);
            double under = mixed(level(lower + first + c), level(lower + second + c), right);
            to[target + c] = (byte) mixed(above, under, below);
        }
    }

    private static double mixed(double first, double second, double share) {
        return first + (second - first) * share;
    }

    /**
     * A cubic at its second point is that point, so an axis without a fraction needs no arithmetic: shearing and moving cost
     * a fifth of turning.
     */
    private void mixSixteen(double u, double v, int target) {
        int column = floor(u);
        int row = floor(v);
        double right = u - column;
        double below = v - row;
        int c1 = clampedColumn(column);
        int r1 = clampedRow(row);
        if (right == 0) {
            int r0 = clampedRow(row - 1) + c1;
            int r2 = clampedRow(row + 1) + c1;
            int r3 = clampedRow(row + 2) + c1;
            for (int c = 0; c < CHANNELS; c++) {
                to[target + c] =
                        truncated(cubic(level(r0 + c), level(r1 + c1 + c), level(r2 + c), level(r3 + c), below));
            }
            return;
        }
        int c0 = clampedColumn(column - 1);
        int c2 = clampedColumn(column + 1);
        int c3 = clampedColumn(column + 2);
        if (below == 0) {
            for (int c = 0; c < CHANNELS; c++) {
                to[target + c] = truncated(alongRow(r1 + c, c0, c1, c2, c3, right));
            }
            return;
        }
        int r0 = clampedRow(row - 1);
        int r2 = clampedRow(row + 1);
        int r3 = clampedRow(row + 2);
        for (int c = 0; c < CHANNELS; c++) {
            to[target + c] = truncated(cubic(
                    alongRow(r0 + c, c0, c1, c2, c3, right),
                    alongRow(r1 + c, c0, c1, c2, c3, right),
                    alongRow(r2 + c, c0, c1, c2, c3, right),
                    alongRow(r3 + c, c0, c1, c2, c3, right),
                    below));
        }
    }

    private double alongRow(int row, int c0, int c1, int c2, int c3, double share) {
        return cubic(level(row + c0), level(row + c1), level(row + c2), level(row + c3), share);
    }

    private static double cubic(double a, double b, double c, double d, double share) {
        double linear = -a + c;
        double square = 2 * (a - b) + c - d;
        double cube = -a + b - c + d;
        return b + share * (linear + share * (square + share * cube));
    }

    private static byte truncated(double value) {
        return (byte) Math.max(0, Math.min(255, (int) value));
    }

    private static int floor(double value) {
        int truncated = (int) value;
        return value < truncated ? truncated - 1 : truncated;
    }

    private double level(int at) {
        return levels[from[at] & 0xFF];
    }

    private int clampedColumn(int column) {
        return Math.max(0, Math.min(width - 1, column)) * CHANNELS;
    }

    private int clampedRow(int row) {
        return Math.max(0, Math.min(height - 1, row)) * width * CHANNELS;
    }
}
