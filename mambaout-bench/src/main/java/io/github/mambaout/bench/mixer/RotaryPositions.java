package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.Rows;

/**
 * Rotary positions of pixels (Su et al., arXiv 2104.09864; of maps as in MILA): channels 2i and 2i + 1 are a point of the plane, which is
 * turned by {@code y · 10000^(−k / K)} in the first half of the pairs and by {@code x · 10000^(−k / K)} in the second one, where y and x are
 * the pixel's row and column, k counts the pairs of a half and K is their number. So products of queries with keys depend on how far apart
 * pixels lie. Where the channels are no multiple of 4, the first half has a pair more, and a channel without a partner stays as it is.
 */
final class RotaryPositions {
    private static final double BASE = 10_000;

    private final int width;
    private final int pixels;
    private final Turns down;
    private final Turns across;

    /**
     * @param height rows of pixels of a map
     * @param width pixels of a row
     * @param channels channels of a pixel
     */
    RotaryPositions(int height, int width, int channels) {
        this.width = width;
        pixels = height * width;
        int pairs = channels / 2;
        down = Turns.of(height, (pairs + 1) / 2);
        across = Turns.of(width, pairs / 2);
    }

    /**
     * The angles of a half of the pairs.
     *
     * @param pairs pairs of the half
     * @param cosines of pair k at place p at {@code p · pairs + k}
     * @param sines likewise
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Turns(int pairs, float[] cosines, float[] sines) {
        static Turns of(int places, int pairs) {
            float[] cosines = new float[places * pairs];
            float[] sines = new float[places * pairs];
            for (int i = 0; i < cosines.length; i++) {
                double angle = i / pairs * Math.pow(BASE, -(double) (i % pairs) / pairs);
                cosines[i] = (float) Math.cos(angle);
                sines[i] = (float) Math.sin(angle);
            }
            return new Turns(pairs, cosines, sines);
        }

        void apply(int place, float direction, float[] values, int offset) {
            int from = place * pairs;
            for (int k = 0; k < pairs; k++) {
                int at = offset + 2 * k;
                float cosine = cosines[from + k];
                float sine = direction * sines[from + k];
                float real = values[at];
                float imaginary = values[at + 1];
                values[at] = real * cosine - imaginary * sine;
                values[at + 1] = real * sine + imaginary * cosine;
            }
        }
    }

    /** Turns the pixels of x, map after map, into y. */
    void turn(Execution execution, Rows x, Rows y) {
        run(execution, x, y, 1);
    }

    /** Turns them back, which is also the way of the gradients. */
    void turnBack(Execution execution, Rows x, Rows y) {
        run(execution, x, y, -1);
    }

    private void run(Execution execution, Rows x, Rows y, float direction) {
        int channels = x.channels();
        RowTiles.each(execution, x.count(), channels, (task, first, rows, scratch) -> {
            float[] tile = scratch.floats(0, rows * channels);
            x.read(first, rows, tile, 0, channels);
            for (int row = 0; row < rows; row++) {
                int pixel = (first + row) % pixels;
                int offset = row * channels;
                down.apply(pixel / width, direction, tile, offset);
                across.apply(pixel % width, direction, tile, offset + 2 * down.pairs);
            }
            y.write(first, rows, tile, 0, channels);
        });
    }
}
