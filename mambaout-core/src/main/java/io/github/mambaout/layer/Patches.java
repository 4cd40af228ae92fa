package io.github.mambaout.layer;

import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.kernel.TileSource;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * The patches of a map that a convolution sees, as rows: row (n, y, x) of the grid holds the pixels
 * {@code (y·stride + firstY + i, x·stride + firstX + j)} of picture n in the order i, j, channel, and zeros where these lie
 * outside. Rows are gathered whenever they are read; the map of all patches never exists.
 *
 * @param map feature map {@code [N, H, W, C]}
 * @param grid patches of one picture
 * @param stride distance of one patch to the next
 * @param firstY row of the first patch's first pixel, relative to the map
 * @param firstX column of it
 * @param taps pixels of a patch
 */
record Patches(Tensor map, Grid grid, int stride, int firstY, int firstX, Grid taps) implements TileSource {

    /**
     * Rows and columns.
     *
     * @param height rows
     * @param width columns
     */
    record Grid(int height, int width) {
        int size() {
            return height * width;
        }
    }

    @Override
    public int count() {
        return map.shape().size(0) * grid.size();
    }

    @Override
    public int channels() {
        return taps.size() * map.shape().channels();
    }

    @Override
    public void read(int first, int rows, float[] tile, int tileOffset, int tileStride, Scratch scratch) {
        for (int done = 0; done < rows; ) {
            int patch = first + done;
            int x = patch % grid.width;
            int run = Math.min(grid.width - x, rows - done);
            int y = patch / grid.width % grid.height;
            int picture = patch / grid.size();
            for (int i = 0; i < taps.height; i++) {
                readLine(
                        picture,
                        y * stride + firstY + i,
                        x,
                        run,
                        tile,
                        tileOffset
                                + done * tileStride
                                + i * taps.width * map.shape().channels(),
                        tileStride,
                        scratch);
            }
            done += run;
        }
    }

    /** One line of taps for a run of patches beside one another: read once, then handed to each patch that sees it. */
    private void readLine(
            int picture, int line, int x, int run, float[] tile, int to, int tileStride, Scratch scratch) {
        Shape shape = map.shape();
        int channels = shape.channels();
        int width = shape.size(2);
        int length = taps.width * channels;
        if (line < 0 || line >= shape.size(1)) {
            for (int i = 0; i < run; i++) {
                Arrays.fill(tile, to + i * tileStride, to + i * tileStride + length, 0);
            }
            return;
        }
        int begin = x * stride + firstX;
        int total = ((run - 1) * stride + taps.width) * channels;
        int from = Math.min(total, Math.max(0, -begin * channels));
        int until = Math.max(from, Math.min(total, (width - begin) * channels));
        float[] pixels = scratch.floats(FREE_SLOT, total);
        Arrays.fill(pixels, 0, from, 0);
        if (from < until) {
            int lineStart = (picture * shape.size(1) + line) * width * channels;
            map.data().get(lineStart + begin * channels + from, pixels, from, until - from);
        }
        Arrays.fill(pixels, until, total, 0);
        for (int i = 0; i < run; i++) {
            System.arraycopy(pixels, i * stride * channels, tile, to + i * tileStride, length);
        }
    }
}
