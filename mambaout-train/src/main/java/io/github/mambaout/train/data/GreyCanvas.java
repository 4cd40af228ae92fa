package io.github.mambaout.train.data;

import io.github.mambaout.image.Picture;

/**
 * Draws light lines and dots on black, with smooth edges. A pixel is as light as the nearest shape is near its middle; nothing
 * here rounds differently on different Java runtimes, unlike the drawing of {@code java.awt}.
 */
final class GreyCanvas {
    private static final double WHITE = 255;
    /** Over one pixel a shape's edge fades from light to black. */
    private static final double HALF_EDGE = 0.5;

    private final int size;
    private final byte[] grey;

    /**
     * @param size width and height in pixels
     */
    GreyCanvas(int size) {
        this.size = size;
        this.grey = new byte[size * size];
    }

    /**
     * Draws everything that is less than a radius from a segment: a line with round ends, or a dot if the segment is a point.
     *
     * @param segment in pixels from the upper left corner
     * @param radius in pixels
     */
    void draw(Segment segment, double radius) {
        double reach = radius + HALF_EDGE;
        int left = firstPixel(Math.min(segment.x0(), segment.x1()) - reach);
        int right = lastPixel(Math.max(segment.x0(), segment.x1()) + reach);
        int top = firstPixel(Math.min(segment.y0(), segment.y1()) - reach);
        int bottom = lastPixel(Math.max(segment.y0(), segment.y1()) + reach);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double distance = Math.sqrt(segment.squaredDistance(x + 0.5, y + 0.5));
                double light = Math.max(0, Math.min(1, reach - distance));
                int place = y * size + x;
                grey[place] = (byte) Math.max(grey[place] & 0xFF, (int) (WHITE * light + 0.5));
            }
        }
    }

    private static int firstPixel(double place) {
        return Math.max(0, (int) Math.floor(place));
    }

    private int lastPixel(double place) {
        return Math.min(size - 1, (int) Math.floor(place));
    }

    Picture toPicture() {
        return Picture.ofGrey(size, size, grey);
    }
}
