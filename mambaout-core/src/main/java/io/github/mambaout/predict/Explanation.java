package io.github.mambaout.predict;

import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Resize;
import java.util.Arrays;

/**
 * Where in a picture the evidence for a class lies.
 *
 * @param classification what the model says about the picture
 * @param explained the class that is explained
 * @param heat how much each part of {@code seen} speaks for that class, in the size of the last feature map
 * @param seen what the network saw: the picture resized and cut
 */
public record Explanation(Classification classification, Prediction explained, HeatMap heat, Picture seen) {
    /** Small inputs are enlarged, so that people can see them. */
    private static final int LEAST_SIDE = 384;

    private static final int GAP = 12;
    private static final int LEGEND = 10;
    private static final int WHITE = 255;
    /**
     * The share of the heat's colour, where there is no heat and what full heat adds; the rest is the picture in grey, which
     * doesn't interfere with the colours and stays visible everywhere.
     */
    private static final double LEAST_SHARE = 0.4;

    private static final double HEAT_SHARE = 0.35;

    /**
     * Shows the explanation to people: on the left what the network saw, on the right the same in grey under the colours of
     * the heat, from black (nothing) to light yellow (most), and below the scale of the colours.
     *
     * @return a picture of both
     */
    public Picture overlay() {
        int factor = Math.max(
                1, (LEAST_SIDE + Math.min(seen.width(), seen.height()) - 1) / Math.min(seen.width(), seen.height()));
        int width = seen.width() * factor;
        int height = seen.height() * factor;
        Picture shown = Resize.resize(seen, width, height, Interpolation.BICUBIC);
        Picture warmth = Resize.resize(levels(), width, height, Interpolation.BICUBIC);
        Canvas canvas = new Canvas(2 * width + GAP, height + GAP + LEGEND);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double grey = 0.299 * shown.get(x, y, 0) + 0.587 * shown.get(x, y, 1) + 0.114 * shown.get(x, y, 2);
                double warm = warmth.get(x, y, 0) / 255.0;
                double share = LEAST_SHARE + HEAT_SHARE * warm;
                for (int c = 0; c < Picture.CHANNELS; c++) {
                    canvas.set(x, y, c, shown.get(x, y, c));
                    canvas.set(width + GAP + x, y, c, share * HeatColours.of(warm, c) + (1 - share) * grey);
                }
            }
        }
        for (int y = height + GAP; y < height + GAP + LEGEND; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < Picture.CHANNELS; c++) {
                    canvas.set(width + GAP + x, y, c, HeatColours.of(x / (width - 1.0), c));
                }
            }
        }
        return canvas.picture();
    }

    private Picture levels() {
        byte[] grey = new byte[heat.rows() * heat.columns()];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) Math.round(WHITE * heat.get(i / heat.columns(), i % heat.columns()));
        }
        return Picture.ofGrey(heat.columns(), heat.rows(), grey);
    }

    /** White paper. */
    private static final class Canvas {
        private final int width;
        private final byte[] rgb;

        Canvas(int width, int height) {
            this.width = width;
            rgb = new byte[width * height * Picture.CHANNELS];
            Arrays.fill(rgb, (byte) WHITE);
        }

        void set(int x, int y, int channel, double value) {
            rgb[(y * width + x) * Picture.CHANNELS + channel] = (byte) Math.round(value);
        }

        Picture picture() {
            return Picture.of(width, rgb.length / width / Picture.CHANNELS, rgb);
        }
    }
}
