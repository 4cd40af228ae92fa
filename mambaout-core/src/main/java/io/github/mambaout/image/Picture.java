package io.github.mambaout.image;

import java.util.Arrays;

/**
 * A picture in memory: 8-bit red, green and blue, packed, row by row from the top left. Does not change once made.
 */
public final class Picture {
    /** Bytes of one pixel. */
    public static final int CHANNELS = 3;

    private final int width;
    private final int height;
    private final byte[] rgb;

    private Picture(int width, int height, byte[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /**
     * @param width columns, at least 1
     * @param height rows, at least 1
     * @param rgb {@code height * width * 3} bytes; taken over, not copied, and not to be changed afterwards
     * @return the picture
     */
    public static Picture of(int width, int height, byte[] rgb) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "A picture needs at least 1x1 pixels, but " + width + "x" + height + " were given");
        }
        if (rgb.length != (long) width * height * CHANNELS) {
            throw new IllegalArgumentException("A picture of " + width + "x" + height + " pixels has "
                    + (long) width * height * CHANNELS + " bytes, but " + rgb.length + " were given");
        }
        return new Picture(width, height, rgb);
    }

    /**
     * @param width columns, at least 1
     * @param height rows, at least 1
     * @param grey {@code height * width} bytes of grey; copied into each of the three channels
     * @return the picture
     */
    public static Picture ofGrey(int width, int height, byte[] grey) {
        if (grey.length != (long) width * height) {
            throw new IllegalArgumentException("A grey picture of " + width + "x" + height + " pixels has "
                    + (long) width * height + " bytes, but " + grey.length + " were given");
        }
        byte[] rgb = new byte[Math.multiplyExact(grey.length, CHANNELS)];
        for (int i = 0; i < grey.length; i++) {
            Arrays.fill(rgb, i * CHANNELS, (i + 1) * CHANNELS, grey[i]);
        }
        return of(width, height, rgb);
    }

    /** @return columns */
    public int width() {
        return width;
    }

    /** @return rows */
    public int height() {
        return height;
    }

    /** @return the pixels as {@code [height, width, 3]}; shared for speed, not to be changed */
    public byte[] rgb() {
        return rgb;
    }

    /**
     * @param x column
     * @param y row
     * @param channel 0 red, 1 green, 2 blue
     * @return the value there, 0 to 255
     */
    public int get(int x, int y, int channel) {
        return rgb[(y * width + x) * CHANNELS + channel] & 0xFF;
    }

    /** @return the picture with left and right exchanged */
    public Picture flipped() {
        byte[] flipped = new byte[rgb.length];
        for (int y = 0; y < height; y++) {
            int left = y * width * CHANNELS;
            int right = left + (width - 1) * CHANNELS;
            // Byte by byte: a call of arraycopy takes longer than the three bytes of a pixel.
            for (int i = 0; i < width * CHANNELS; i += CHANNELS) {
                flipped[right - i] = rgb[left + i];
                flipped[right - i + 1] = rgb[left + i + 1];
                flipped[right - i + 2] = rgb[left + i + 2];
            }
        }
        return new Picture(width, height, flipped);
    }

    /** @return the picture with above and below exchanged */
    public Picture flippedVertically() {
        byte[] flipped = new byte[rgb.length];
        int row = width * CHANNELS;
        for (int y = 0; y < height; y++) {
            System.arraycopy(rgb, y * row, flipped, (height - 1 - y) * row, row);
        }
        return new Picture(width, height, flipped);
    }

    /**
     * @param box a part of this picture
     * @return a copy of that part
     */
    public Picture crop(Box box) {
        box.checkInside(width, height);
        byte[] part = new byte[box.width() * box.height() * CHANNELS];
        int row = box.width() * CHANNELS;
        for (int y = 0; y < box.height(); y++) {
            System.arraycopy(rgb, ((box.y() + y) * width + box.x()) * CHANNELS, part, y * row, row);
        }
        return new Picture(box.width(), box.height(), part);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Picture that
                && width == that.width
                && height == that.height
                && Arrays.equals(rgb, that.rgb);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(rgb);
    }

    /** @return for instance {@code Picture 640x427} */
    @Override
    public String toString() {
        return "Picture " + width + "x" + height;
    }
}
