package io.github.mambaout.image;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * A JPEG file, decoded by the libjpeg of the JDK.
 *
 * @param segments what it says about its pixels
 */
record JpegFile(JpegSegments segments) implements PictureFile {
    static JpegFile of(FileBytes file) throws IOException {
        return new JpegFile(JpegSegments.of(file));
    }

    @Override
    public int width() {
        return segments.frame().width();
    }

    @Override
    public int height() {
        return segments.frame().height();
    }

    @Override
    public Orientation orientation() {
        return segments.orientation();
    }

    /** The mean of each block of 8x8 pixels takes at least one bit, in one component at least. */
    @Override
    public long fewestBytes() {
        return (long) width() * height() / (64 * 8);
    }

    @Override
    public Picture decode() throws IOException {
        return ImageIoDecoder.JPEG.decode(segments.bare(), reader -> switch (segments.frame()
                .components()) {
            case 1 -> readGrey(reader);
            case 3 -> readColour(reader);
            default -> RasterPixels.fromInks(reader.readRaster(0, null), segments.isTransformed());
        });
    }

    private Picture readGrey(ImageReader reader) throws IOException {
        DataBufferByte samples = (DataBufferByte) reader.readRaster(0, null).getDataBuffer();
        return Picture.ofGrey(width(), height(), samples.getData());
    }

    /** Lets the decoder write its rows where they are wanted, in their order; by itself it would turn them round first. */
    private Picture readColour(ImageReader reader) throws IOException {
        byte[] rgb = new byte[width() * height() * Picture.CHANNELS];
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(rgb, rgb.length),
                width(),
                height(),
                width() * Picture.CHANNELS,
                Picture.CHANNELS,
                new int[] {0, 1, 2},
                null);
        ComponentColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        ImageReadParam parameters = reader.getDefaultReadParam();
        parameters.setDestination(new BufferedImage(colours, raster, false, null));
        reader.read(0, parameters);
        return Picture.of(width(), height(), rgb);
    }
}
