package io.github.mambaout.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * Decoded rasters as packed RGB. Samples are taken as they are stored: {@code BufferedImage.getRGB} would convert them
 * between colour spaces, which is wrong by up to 73 levels on grey pictures.
 */
final class RasterPixels {
    private static final int COLOURS = 256;
    private static final int HALF = 1 << 15;

    private RasterPixels() {}

    /**
     * @param image grey, RGB, palette or packed pixels of any depth; alpha is dropped, 16 bits are cut to the upper 8
     * @return its pixels
     */
    static Picture of(BufferedImage image) {
        Raster raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return fromPalette(raster, palette);
        }
        if (raster.getSampleModel() instanceof PixelInterleavedSampleModel layout
                && raster.getDataBuffer() instanceof DataBufferByte buffer
                && raster.getNumBands() >= Picture.CHANNELS
                && raster.getParent() == null) {
            return fromBytes(layout, buffer);
        }
        return fromSamples(raster);
    }

    private static Picture fromPalette(Raster raster, IndexColorModel palette) {
        // Numbers beyond the last colour are black, as in Pillow.
        byte[] red = new byte[Math.max(COLOURS, palette.getMapSize())];
        byte[] green = new byte[red.length];
        byte[] blue = new byte[red.length];
        palette.getReds(red);
        palette.getGreens(green);
        palette.getBlues(blue);
        int width = raster.getWidth();
        byte[] rgb = new byte[width * raster.getHeight() * Picture.CHANNELS];
        int[] row = new int[width];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int index : row) {
                rgb[to++] = red[index];
                rgb[to++] = green[index];
                rgb[to++] = blue[index];
            }
        }
        return Picture.of(width, raster.getHeight(), rgb);
    }

    private static Picture fromBytes(PixelInterleavedSampleModel layout, DataBufferByte buffer) {
        byte[] data = buffer.getData();
        int[] offsets = layout.getBandOffsets();
        int step = layout.getPixelStride();
        byte[] rgb = new byte[layout.getWidth() * layout.getHeight() * Picture.CHANNELS];
        int to = 0;
        for (int y = 0; y < layout.getHeight(); y++) {
            int from = buffer.getOffset() + y * layout.getScanlineStride();
            for (int x = 0; x < layout.getWidth(); x++) {
                rgb[to] = data[from + offsets[0]];
                rgb[to + 1] = data[from + offsets[1]];
                rgb[to + 2] = data[from + offsets[2]];
                to += Picture.CHANNELS;
                from += step;
            }
        }
        return Picture.of(layout.getWidth(), layout.getHeight(), rgb);
    }

    private static Picture fromSamples(Raster raster) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int[] depths = raster.getSampleModel().getSampleSize();
        boolean grey = bands < Picture.CHANNELS;
        byte[] rgb = new byte[width * raster.getHeight() * Picture.CHANNELS];
        int[] row = new int[width * bands];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < Picture.CHANNELS; channel++) {
                    int band = grey ? 0 : channel;
                    rgb[to++] = (byte) eightBits(row[x * bands + band], depths[band]);
                }
            }
        }
        return Picture.of(width, raster.getHeight(), rgb);
    }

    private static int eightBits(int sample, int depth) {
        return depth >= 8 ? sample >>> depth - 8 : sample * 255 / ((1 << depth) - 1);
    }

    /**
     * Mixes the four inks of a JPEG as Pillow does. Files hold each ink's absence, 255 for none, as Adobe's programs write
     * it; so what is left of a colour's light is {@code ink * black / 255}, rounded.
     *
     * @param raster four bands of 8 bits as ImageIO reads them without conversion
     * @param transformed whether the first three are the YCbCr of the inks
     * @return red, green and blue
     */
    static Picture fromInks(Raster raster, boolean transformed) {
        int width = raster.getWidth();
        byte[] rgb = new byte[width * raster.getHeight() * Picture.CHANNELS];
        int[] row = new int[width * 4];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                if (transformed) {
                    absenceFromLuminance(row, x * 4);
                }
                int light = row[x * 4 + 3];
                for (int channel = 0; channel < Picture.CHANNELS; channel++) {
                    rgb[to++] = (byte) dividedBy255(row[x * 4 + channel] * light);
                }
            }
        }
        return Picture.of(width, raster.getHeight(), rgb);
    }

    private static int dividedBy255(int product) {
        int rounded = product + 128;
        return (rounded >> 8) + rounded >> 8;
    }

    /** In 16-bit fixed point, rounded as in libjpeg's {@code ycck_cmyk_convert}. */
    private static void absenceFromLuminance(int[] row, int at) {
        int luminance = row[at];
        int blueness = row[at + 1] - 128;
        int redness = row[at + 2] - 128;
        row[at] = 255 - clamp(luminance + (91881 * redness + HALF >> 16));
        row[at + 1] = 255 - clamp(luminance + (-22554 * blueness - 46802 * redness + HALF >> 16));
        row[at + 2] = 255 - clamp(luminance + (116130 * blueness + HALF >> 16));
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
