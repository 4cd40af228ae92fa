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
import java.util.Optional;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/** The libjpeg of the JDK. */
final class ImageIoJpegDecoder implements JpegDecoder {
    static final String NAME = "imageio";

    @Override
    public String name() {
        return NAME;
    }

    /** @return nothing: a JDK without it says so when it decodes */
    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    public Picture decode(byte[] file, int width, int height) throws IOException {
        return ImageIoDecoder.JPEG.decode(file, reader -> read(reader, width, height));
    }

    /** Lets the decoder write its rows where they are wanted, in their order; by itself it would turn them round first. */
    private static Picture read(ImageReader reader, int width, int height) throws IOException {
        byte[] rgb = new byte[width * height * Picture.CHANNELS];
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(rgb, rgb.length),
                width,
                height,
                width * Picture.CHANNELS,
                Picture.CHANNELS,
                new int[] {0, 1, 2},
                null);
        ComponentColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        ImageReadParam parameters = reader.getDefaultReadParam();
        parameters.setDestination(new BufferedImage(colours, raster, false, null));
        reader.read(0, parameters);
        return Picture.of(width, height, rgb);
    }
}
