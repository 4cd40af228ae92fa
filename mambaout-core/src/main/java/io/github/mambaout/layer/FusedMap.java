package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.RowTable;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;

/**
 * A feature map on the heap that lives as long as a plan: NHWC with a border of zeros around each picture, so that a
 * convolution reads its patches in place. The border is written once; only pixels are written afterwards.
 */
final class FusedMap {
    private final int pictures;
    private final int height;
    private final int width;
    private final int channels;
    private final int stride;
    private final int border;
    private final float[] values;
    private final RowTable rows;

    /**
     * @param kernels gives the lanes
     * @param shape {@code [N, H, W, C]}
     * @param stride floats of a pixel, at least C; beyond C they are and stay zero
     * @param border pixels of zeros on each side
     */
    FusedMap(Kernels kernels, Shape shape, int stride, int border) {
        pictures = shape.size(0);
        height = shape.size(1);
        width = shape.size(2);
        channels = shape.channels();
        this.stride = stride;
        this.border = border;
        long floats = (long) pictures * (height + 2L * border) * (width + 2L * border) * stride;
        if (floats > Integer.MAX_VALUE - 64) {
            throw new IllegalArgumentException("A map of shape " + shape + " would need " + Float.BYTES * floats
                    + " bytes; one array holds at most " + Float.BYTES * (long) Integer.MAX_VALUE
                    + ". Use a smaller picture.");
        }
        values = new float[(int) floats];
        int[] starts = new int[pictures * height * width];
        for (int pixel = 0; pixel < starts.length; pixel++) {
            starts[pixel] = start(pixel / width / height, pixel / width % height, pixel % width);
        }
        rows = RowTable.of(starts, kernels.lanes());
    }

    private int start(int picture, int y, int x) {
        return ((picture * (height + 2 * border) + border + y) * (width + 2 * border) + border + x) * stride;
    }

    /** @return {@code [N, H, W, C]} */
    Shape shape() {
        return Shape.of(pictures, height, width, channels);
    }

    int pictures() {
        return pictures;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int channels() {
        return channels;
    }

    /** @return floats of a pixel */
    int stride() {
        return stride;
    }

    int pixels() {
        return pictures * height * width;
    }

    float[] values() {
        return values;
    }

    /** @return where each pixel lies */
    RowTable rows() {
        return rows;
    }

    /** @return pixels from this one on, up to a limit, that lie beside one another in a line of a picture */
    int run(int pixel, int limit) {
        return Math.min(limit, width - pixel % width);
    }

    /**
     * Where the patches of a 3×3 convolution of stride 2 and padding 1 begin, whose pixels lie line by line below one another.
     *
     * @param lanes floats of a vector
     * @param output {@code [N, ⌈H/2⌉, ⌈W/2⌉, …]}
     * @return the first pixel of each output's patch
     */
    RowTable patches(int lanes, Shape output) {
        if (border != 1) {
            throw new IllegalStateException("Patches need a border of 1, but it is " + border);
        }
        int[] starts = new int[output.size(0) * output.size(1) * output.size(2)];
        for (int pixel = 0; pixel < starts.length; pixel++) {
            int x = pixel % output.size(2);
            int y = pixel / output.size(2) % output.size(1);
            starts[pixel] = start(pixel / output.size(2) / output.size(1), 2 * y - 1, 2 * x - 1);
        }
        return RowTable.of(starts, lanes);
    }

    /** @return floats of a line with its border */
    int lineFloats() {
        return (width + 2 * border) * stride;
    }

    /**
     * Copies pixels out of a tensor.
     *
     * @param tensor {@code [M, H, W, C]}
     * @param firstPicture the picture of the tensor that is the first one here
     * @param first first pixel, counted over all pictures of this map
     * @param pixels number of pixels
     */
    void read(Tensor tensor, int firstPicture, int first, int pixels) {
        int from = (firstPicture * height * width + first) * channels;
        for (int done = 0; done < pixels; ) {
            int run = stride == channels ? run(first + done, pixels - done) : 1;
            tensor.data().get(from + done * channels, values, rows.start(first + done), run * channels);
            done += run;
        }
    }

    /** Copies pixels into a tensor, see {@link #read}. */
    void write(Tensor tensor, int firstPicture, int first, int pixels) {
        int to = (firstPicture * height * width + first) * channels;
        for (int done = 0; done < pixels; ) {
            int run = stride == channels ? run(first + done, pixels - done) : 1;
            tensor.data().put(to + done * channels, values, rows.start(first + done), run * channels);
            done += run;
        }
    }

    /** @return lines of all pictures */
    int lines() {
        return pictures * height;
    }
}
