package io.github.mambaout.image;

/**
 * A rectangle of pixels within a picture.
 *
 * @param x column of its left edge, at least 0
 * @param y row of its upper edge, at least 0
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Box(int x, int y, int width, int height) {

    /** Checks the numbers. */
    public Box {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "A box needs a corner of at least 0 and sides of at least 1 pixel, but has (" + x + ", " + y
                            + ") and " + width + "x" + height);
        }
    }

    /**
     * @param width columns
     * @param height rows
     * @return the whole of a picture of this size
     */
    public static Box whole(int width, int height) {
        return new Box(0, 0, width, height);
    }

    /**
     * @param width columns of a picture
     * @param height rows of a picture
     * @throws IllegalArgumentException if this box reaches beyond that picture
     */
    void checkInside(int width, int height) {
        if ((long) x + this.width > width || (long) y + this.height > height) {
            throw new IllegalArgumentException(
                    this + " reaches beyond a picture of " + width + "x" + height + " pixels");
        }
    }
}
