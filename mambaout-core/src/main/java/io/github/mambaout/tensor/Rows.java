package io.github.mambaout.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A tensor seen as rows of channels: the pixels of a feature map, or a range of their channels. Kernels copy a tile of
 * rows into heap scratch that fits the cache, compute there and copy the result back; the copies run at memory speed.
 *
 * @param data memory
 * @param offset index of the first row's first channel
 * @param count number of rows
 * @param channels channels of a row
 * @param stride distance of one row to the next
 */
public record Rows(FloatBuffer data, int offset, int count, int channels, int stride) {
    /** Rows of fewer channels are copied float by float: what a bulk copy costs before it begins is as much as some ten of them. */
    private static final int FEW = 10;

    /**
     * @param tensor any tensor of rank 1 or more
     * @return its rows, with all their channels
     */
    public static Rows of(Tensor tensor) {
        int channels = tensor.shape().channels();
        return new Rows(tensor.data(), 0, tensor.shape().rows(), channels, channels);
    }

    /**
     * @param first first channel
     * @param channels number of channels
     * @return the same rows, with these channels only
     */
    public Rows channels(int first, int channels) {
        if (first < 0 || first + channels > this.channels) {
            throw new IndexOutOfBoundsException(
                    "channels " + first + " to " + (first + channels) + " of rows that have " + this.channels);
        }
        return new Rows(data, offset + first, count, channels, stride);
    }

    /**
     * @param first first row
     * @param count number of rows
     * @return these rows only
     */
    public Rows range(int first, int count) {
        return new Rows(data, offset + first * stride, count, channels, stride);
    }

    /**
     * Copies rows into a tile. Where the tile's rows are longer than these, the rest of each is filled with zeros.
     *
     * @param first first row
     * @param rows number of rows
     * @param tile where to
     * @param tileOffset index of the first row there
     * @param tileStride distance of the tile's rows, at least {@link #channels()}
     */
    public void read(int first, int rows, float[] tile, int tileOffset, int tileStride) {
        if (stride == channels && tileStride == channels) {
            data.get(offset + first * stride, tile, tileOffset, rows * channels);
            return;
        }
        for (int row = 0; row < rows; row++) {
            int to = tileOffset + row * tileStride;
            readRow(first + row, tile, to);
            Arrays.fill(tile, to + channels, to + tileStride, 0);
        }
    }

    /**
     * Copies rows into a part of a tile; what lies beside them there is left as it is.
     *
     * @param first first row
     * @param rows number of rows
     * @param tile where to
     * @param tileOffset index of the first row's first channel there
     * @param tileStride distance of the tile's rows
     */
    public void readBeside(int first, int rows, float[] tile, int tileOffset, int tileStride) {
        for (int row = 0; row < rows; row++) {
            readRow(first + row, tile, tileOffset + row * tileStride);
        }
    }

    private void readRow(int row, float[] tile, int to) {
        int from = offset + row * stride;
        if (channels >= FEW) {
            data.get(from, tile, to, channels);
            return;
        }
        for (int channel = 0; channel < channels; channel++) {
            tile[to + channel] = data.get(from + channel);
        }
    }

    /**
     * Copies a tile into rows.
     *
     * @param first first row
     * @param rows number of rows
     * @param tile where from
     * @param tileOffset index of the first row there
     * @param tileStride distance of the tile's rows
     */
    public void write(int first, int rows, float[] tile, int tileOffset, int tileStride) {
        if (stride == channels && tileStride == channels) {
            data.put(offset + first * stride, tile, tileOffset, rows * channels);
            return;
        }
        for (int row = 0; row < rows; row++) {
            writeRow(first + row, tile, tileOffset + row * tileStride);
        }
    }

    private void writeRow(int row, float[] tile, int from) {
        int to = offset + row * stride;
        if (channels >= FEW) {
            data.put(to, tile, from, channels);
            return;
        }
        for (int channel = 0; channel < channels; channel++) {
            data.put(to + channel, tile[from + channel]);
        }
    }
}
