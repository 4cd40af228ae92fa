package io.github.mambaout.image;

import java.util.List;

/**
 * Turns rows of levels into rows of a network input: divided by 255, less the mean, by the deviation, in 32-bit floats and in
 * the order of torchvision, so that the values are equal bit for bit. For one thread.
 */
final class RowNormalizer {
    private static final int LEVELS = 256;

    private final float[] means;
    private final float[] deviations;
    private final float[][] tables;
    private final float[] row;

    /**
     * @param mean of each channel; three channels, or one for the luminance
     * @param std standard deviation of each channel
     * @param width pixels of a row
     */
    RowNormalizer(List<Double> mean, List<Double> std, int width) {
        int channels = mean.size();
        means = new float[channels];
        deviations = new float[channels];
        tables = new float[channels][LEVELS];
        row = new float[width * channels];
        for (int c = 0; c < channels; c++) {
            means[c] = mean.get(c).floatValue();
            deviations[c] = std.get(c).floatValue();
            for (int level = 0; level < LEVELS; level++) {
                tables[c][level] = (level / 255f - means[c]) / deviations[c];
            }
        }
    }

    /**
     * @param levels red, green and blue of each pixel, 0 to 255
     * @return the input; used again for the next row
     */
    float[] normalize(int[] levels) {
        if (tables.length == 1) {
            for (int i = 0; i < row.length; i++) {
                int at = i * Picture.CHANNELS;
                row[i] = tables[0][grey(levels[at], levels[at + 1], levels[at + 2])];
            }
        } else {
            lookUp(levels, tables[0], tables[1], tables[2], row);
        }
        return row;
    }

    private static void lookUp(int[] levels, float[] red, float[] green, float[] blue, float[] row) {
        for (int i = 0; i < row.length; i += Picture.CHANNELS) {
            row[i] = red[levels[i]];
            row[i + 1] = green[levels[i + 1]];
            row[i + 2] = blue[levels[i + 2]];
        }
    }

    /**
     * @param values of each channel of each pixel, 0 to 1
     * @return the input; used again for the next row
     */
    float[] normalize(float[] values) {
        for (int i = 0; i < row.length; i++) {
            int channel = i % means.length;
            row[i] = (values[i] - means[channel]) / deviations[channel];
        }
        return row;
    }

    /** ITU-R 601 luminance in 16-bit fixed point, as Pillow's conversion to grey. */
    static int grey(int red, int green, int blue) {
        return red * 19595 + green * 38470 + blue * 7471 + 0x8000 >> 16;
    }
}
