package io.github.mambaout.layer;

import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Tensor;

/** The pixels of a map, wherever it lies: on the heap, where kernels read and write it in place, or in a tensor. */
interface PixelMap {
    /** Stands for pixels outside the map. */
    Line NO_LINE = new Line(new float[0], 0, 0);

    /**
     * Pixels beside one another and some of their channels, whose vectors are whole: what lies behind the channels is arbitrary.
     *
     * @param values holds them
     * @param offset index of the first pixel's first channel
     * @param stride distance of two pixels
     */
    record Line(float[] values, int offset, int stride) {}

    /**
     * @param firstPixel first pixel
     * @param pixels number of pixels
     * @param firstChannel first channel
     * @param channels number of channels
     * @param stride distance of two pixels where they have to be copied
     * @param scratch tiles of the thread
     * @param slot one to copy to
     * @return a place for the pixels, with arbitrary values
     */
    Line line(int firstPixel, int pixels, int firstChannel, int channels, int stride, Scratch scratch, int slot);

    /** @return the place of the pixels, with their values */
    Line read(int firstPixel, int pixels, int firstChannel, int channels, int stride, Scratch scratch, int slot);

    /** Brings what was computed in a line's place to the map. */
    void write(Line line, int firstPixel, int pixels, int firstChannel, int channels);

    /**
     * @param tensor a feature map {@code [N, H, W, C]}
     * @return its pixels, which are copied
     */
    static PixelMap of(Tensor tensor) {
        Rows rows = Rows.of(tensor);
        return new PixelMap() {
            @Override
            public Line line(int first, int pixels, int channel, int channels, int stride, Scratch scratch, int slot) {
                return new Line(scratch.floats(slot, pixels * stride), 0, stride);
            }

            @Override
            public Line read(int first, int pixels, int channel, int channels, int stride, Scratch scratch, int slot) {
                Line line = line(first, pixels, channel, channels, stride, scratch, slot);
                rows.channels(channel, channels).read(first, pixels, line.values(), 0, stride);
                return line;
            }

            @Override
            public void write(Line line, int first, int pixels, int channel, int channels) {
                rows.channels(channel, channels).write(first, pixels, line.values(), line.offset(), line.stride());
            }
        };
    }

    /**
     * @param values holds the map, and behind its last pixel at least a vector more
     * @param offset index of the first pixel's first channel
     * @param stride distance of two pixels
     * @return its pixels, in place; who writes a last vector that is not full writes what lies behind it as well
     */
    static PixelMap of(float[] values, int offset, int stride) {
        return new PixelMap() {
            @Override
            public Line line(int first, int pixels, int channel, int channels, int ignored, Scratch scratch, int slot) {
                return new Line(values, offset + first * stride + channel, stride);
            }

            @Override
            public Line read(int first, int pixels, int channel, int channels, int ignored, Scratch scratch, int slot) {
                return line(first, pixels, channel, channels, ignored, scratch, slot);
            }

            @Override
            public void write(Line line, int first, int pixels, int channel, int channels) {
                // It was computed in place.
            }
        };
    }
}
