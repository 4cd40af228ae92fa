package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.tensor.Shape;

/**
 * How a depthwise convolution of a map is cut into tasks: pictures, bands of rows and blocks of channels, by the sizes
 * alone.
 */
final class DepthwiseTasks {
    /** Floats of a task's planes: 384 KB, which leaves room for its rows in a second-level cache of 512 KB. */
    private static final int PLANE_FLOATS = 96 * 1024;

    /** Channels of a block: a pixel's part of a row, 512 bytes, is then long enough to be copied at full speed. */
    private static final int BLOCK_CHANNELS = 128;

    /** Rows of a band below which the rows above and below it, which it reads too, cost more than they bring. */
    private static final int FEWEST_ROWS = 4;

    /** Tasks that even a single picture should give, so that several threads have something to do. */
    private static final int ENOUGH_TASKS = 16;

    /** Parts of a sum over pictures: enough to share among many cores, few enough to add up quickly. */
    private static final int SUM_TASKS = 32;

    private final Kernels kernels;
    private final int pictures;
    private final int height;
    private final int width;
    private final int channels;
    private final int kernelSize;
    private final int blockChannels;
    private final int bandRows;

    private DepthwiseTasks(Kernels kernels, Shape map, int kernelSize, int blockChannels, int bandRows) {
        this.kernels = kernels;
        pictures = map.size(0);
        height = map.size(1);
        width = map.size(2);
        channels = map.channels();
        this.kernelSize = kernelSize;
        this.blockChannels = blockChannels;
        this.bandRows = bandRows;
    }

    /**
     * @param kernels gives the lanes
     * @param map shape {@code [N, H, W, C]}
     * @param kernelSize size of the square kernels
     * @return its tasks
     */
    static DepthwiseTasks of(Kernels kernels, Shape map, int kernelSize) {
        int height = Math.max(1, map.size(1));
        int halo = kernelSize - 1;
        int lineFloats = map.size(2) + halo;
        int lanes = kernels.lanes();
        int blocks = (map.channels() + BLOCK_CHANNELS - 1) / BLOCK_CHANNELS;
        int block = kernels.padded((map.channels() + blocks - 1) / blocks);
        while (block > lanes && PLANE_FLOATS / (lineFloats * block) - halo < Math.min(height, FEWEST_ROWS)) {
            block = kernels.padded(block / 2);
        }
        int rows = Math.max(1, Math.min(height, PLANE_FLOATS / (lineFloats * block) - halo));
        int others = Math.max(1, map.size(0) * ((map.channels() + block - 1) / block));
        int bands = Math.max(
                (height + rows - 1) / rows, Math.min((ENOUGH_TASKS + others - 1) / others, height / FEWEST_ROWS));
        return new DepthwiseTasks(kernels, map, kernelSize, block, (height + bands - 1) / bands);
    }

    private int bandsOfPicture() {
        return (height + bandRows - 1) / bandRows;
    }

    /** @return number of blocks of channels */
    int blocks() {
        return (channels + blockChannels - 1) / blockChannels;
    }

    /** @return number of tasks; a task's block is its number modulo {@link #blocks()} */
    int count() {
        return pictures * bandsOfPicture() * blocks();
    }

    /** @return number of parts of a sum over all bands */
    int parts() {
        return Math.max(1, Math.min(pictures * bandsOfPicture(), SUM_TASKS / blocks()));
    }

    /** @return the first band of a part, counted over all pictures; that of the last part but one is their number */
    int firstBand(int part) {
        return (int) ((long) pictures * bandsOfPicture() * part / parts());
    }

    /** @return the first channel of a block */
    int firstChannel(int block) {
        return block * blockChannels;
    }

    /** @return channels of a block, up to a multiple of the lanes */
    int paddedChannels(int block) {
        return kernels.padded(Math.min(blockChannels, channels - firstChannel(block)));
    }

    /** @return what a task works on */
    Band band(int task) {
        int block = task % blocks();
        int band = task / blocks();
        int firstRow = band % bandsOfPicture() * bandRows;
        return new Band(band / bandsOfPicture(), firstRow, Math.min(bandRows, height - firstRow), block);
    }

    /** Some rows of one picture, and a block of their channels. */
    final class Band {
        private final int picture;
        private final int firstRow;
        private final int rows;
        private final int block;

        private Band(int picture, int firstRow, int rows, int block) {
            this.picture = picture;
            this.firstRow = firstRow;
            this.rows = rows;
            this.block = block;
        }

        int rows() {
            return rows;
        }

        int width() {
            return width;
        }

        int firstChannel() {
            return DepthwiseTasks.this.firstChannel(block);
        }

        int channels() {
            return Math.min(blockChannels, channels - firstChannel());
        }

        int paddedChannels() {
            return kernels.padded(channels());
        }

        /** @return whether a row, counted from the band's first, lies in the picture */
        boolean inside(int row) {
            return firstRow + row >= 0 && firstRow + row < height;
        }

        /** @return the first pixel of a row, counted from the band's first, among all pixels of the map */
        int firstPixel(int row) {
            return (picture * height + firstRow + row) * width;
        }

        /** @return floats of a row of a plane, its border included */
        int planeRow() {
            return (width + kernelSize - 1) * kernels.lanes();
        }

        /** @return index of a group's plane */
        int plane(int group) {
            return group * (rows + kernelSize - 1) * planeRow();
        }

        /** @return floats of all planes together */
        int planes() {
            return plane(paddedChannels() / kernels.lanes());
        }
    }
}
