package io.github.mambaout.image;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Tells for each place of a new picture which place of the old one is to be seen there: at {@code (x, y)} that at
 * {@code (xx·x + xy·y + x0, yx·x + yy·y + y0)}, with the first pixel's centre at (0.5, 0.5). The matrix of Pillow's {@code
 * Image.transform} with {@code AFFINE}.
 *
 * @param xx columns of the old picture passed per column of the new one
 * @param xy columns of the old picture passed per row of the new one
 * @param x0 column of the old picture at the new one's upper left corner
 * @param yx rows of the old picture passed per column of the new one
 * @param yy rows of the old picture passed per row of the new one
 * @param y0 row of the old picture at the new one's upper left corner
 */
public record AffineMap(double xx, double xy, double x0, double yx, double yy, double y0) {
    /** Pillow rounds a rotation's matrix to so many decimals, so that right angles are exact. */
    private static final int DECIMALS = 15;

    /** Checks that the numbers are finite. */
    public AffineMap {
        if (!Double.isFinite(xx + xy + x0 + yx + yy + y0)) {
            throw new IllegalArgumentException("An affine map needs finite numbers, but has " + xx + ", " + xy + ", "
                    + x0 + " and " + yx + ", " + yy + ", " + y0);
        }
    }

    /**
     * @param factor columns by which each row is moved to the left against the row above it
     * @return a map that leaves the upper edge where it is
     */
    public static AffineMap shearX(double factor) {
        return new AffineMap(1, factor, 0, 0, 1, 0);
    }

    /**
     * @param factor rows by which each column is moved up against the column left of it
     * @return a map that leaves the left edge where it is
     */
    public static AffineMap shearY(double factor) {
        return new AffineMap(1, 0, 0, factor, 1, 0);
    }

    /**
     * @param left columns by which the picture moves to the left, fractions too
     * @param up rows by which it moves up
     * @return the map
     */
    public static AffineMap translation(double left, double up) {
        return new AffineMap(1, 0, left, 0, 1, up);
    }

    /**
     * Turns about the middle, as Pillow's {@code Image.rotate} does.
     *
     * @param degrees counter-clockwise
     * @param width columns of the picture
     * @param height rows of the picture
     * @return the map
     */
    public static AffineMap rotation(double degrees, int width, int height) {
        double turned = degrees % 360;
        double angle = -Math.toRadians(turned < 0 ? turned + 360 : turned);
        double cosine = rounded(StrictMath.cos(angle));
        double sine = rounded(StrictMath.sin(angle));
        double x = width / 2.0;
        double y = height / 2.0;
        return new AffineMap(cosine, sine, cosine * -x + sine * -y + x, -sine, cosine, -sine * -x + cosine * -y + y);
    }

    private static double rounded(double value) {
        return new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
    }

    /**
     * @param picture any picture
     * @param filter how places between pixels get their colour
     * @param outside colour of what lies outside of the picture
     * @return a picture of the same size
     */
    public Picture apply(Picture picture, AffineFilter filter, Rgb outside) {
        AffineResampling resampling = new AffineResampling(picture, this, outside);
        return switch (filter) {
            case NEAREST -> resampling.nearest();
            case BILINEAR -> resampling.bilinear();
            case BICUBIC -> resampling.bicubic();
        };
    }
}
