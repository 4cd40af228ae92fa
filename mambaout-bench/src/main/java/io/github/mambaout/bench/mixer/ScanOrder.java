package io.github.mambaout.bench.mixer;

import java.util.stream.IntStream;

/**
 * The order in which a scan visits the pixels of a map, for maps of any height and width. Two orders are equal if they are made
 * alike, whatever maps they are used on.
 */
public sealed interface ScanOrder {

    /**
     * @param height rows of the map, at least 0
     * @param width columns of the map, at least 0
     * @return the pixel of each step, as its index row by row
     */
    Permutation over(int height, int width);

    /** @return the same way from its end to its beginning */
    default ScanOrder reversed() {
        return new Reversed(this);
    }

    /** Row by row, each from left to right: how a map lies in memory. */
    record Rows() implements ScanOrder {
        @Override
        public Permutation over(int height, int width) {
            return Permutation.of(IntStream.range(0, height * width).toArray());
        }
    }

    /** Column by column, each from top to bottom (VMamba). */
    record Columns() implements ScanOrder {
        @Override
        public Permutation over(int height, int width) {
            return Permutation.of(IntStream.range(0, height * width)
                    .map(step -> step % height * width + step / height)
                    .toArray());
        }
    }

    /**
     * Window by window, row by row of windows and in each of them row by row of pixels (LocalVMamba). At the right and lower
     * edge of a map that is no multiple of the windows, they are smaller.
     *
     * @param side height and width of a window, at least 1
     */
    record Windows(int side) implements ScanOrder {
        /** Refuses windows without pixels. */
        public Windows {
            if (side < 1) {
                throw new IllegalArgumentException("A window needs a side of at least 1, but was given " + side);
            }
        }

        @Override
        public Permutation over(int height, int width) {
            int[] pixels = new int[height * width];
            int step = 0;
            for (int top = 0; top < height; top += side) {
                for (int left = 0; left < width; left += side) {
                    for (int row = top; row < Math.min(top + side, height); row++) {
                        for (int column = left; column < Math.min(left + side, width); column++) {
                            pixels[step++] = row * width + column;
                        }
                    }
                }
            }
            return Permutation.of(pixels);
        }
    }

    /** Row by row, from left to right and back in turns, so that each pixel is beside the one before (PlainMamba). */
    record SnakeRows() implements ScanOrder {
        @Override
        public Permutation over(int height, int width) {
            return Permutation.of(IntStream.range(0, height * width)
                    .map(step -> step / width * width + turned(step, width))
                    .toArray());
        }
    }

    /** Column by column, from top to bottom and back in turns. */
    record SnakeColumns() implements ScanOrder {
        @Override
        public Permutation over(int height, int width) {
            return Permutation.of(IntStream.range(0, height * width)
                    .map(step -> turned(step, height) * width + step / height)
                    .toArray());
        }
    }

    /** The place of a step within its line: every other line is walked backwards. */
    private static int turned(int step, int length) {
        int place = step % length;
        return step / length % 2 == 0 ? place : length - 1 - place;
    }

    /**
     * From the end of another order to its beginning.
     *
     * @param order the other one
     */
    record Reversed(ScanOrder order) implements ScanOrder {
        @Override
        public Permutation over(int height, int width) {
            return order.over(height, width).reversed();
        }

        @Override
        public ScanOrder reversed() {
            return order;
        }
    }
}
