package io.github.mambaout.bench.mixer;

import java.util.Arrays;

/** Rearranges tiles. */
final class Tile {
    private Tile() {}

    /**
     * Rows become columns: {@code to[offset + c·columns + r] = factor · rows[r·stride + c]}, zeros in the columns behind the last row.
     *
     * @param count number of rows
     * @param width values of a row
     * @param columns distance of the rows of the result, at least {@code count}
     */
    static void transpose(
            float[] rows, int stride, int count, int width, float factor, float[] to, int offset, int columns) {
        for (int channel = 0; channel < width; channel++) {
            int start = offset + channel * columns;
            for (int row = 0; row < count; row++) {
                to[start + row] = factor * rows[row * stride + channel];
            }
            Arrays.fill(to, start + count, start + columns, 0);
        }
    }
}
