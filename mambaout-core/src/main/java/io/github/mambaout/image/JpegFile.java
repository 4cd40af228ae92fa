package io.github.mambaout.image;

import java.awt.image.DataBufferByte;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * A JPEG file. Colours are decoded by the {@link JpegDecoders#selected} decoder, grey and inks, which are rare, by the libjpeg of the JDK.
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
        return switch (segments.frame().components()) {
            case 1 -> ImageIoDecoder.JPEG.decode(segments.bare(), this::readGrey);
            case 3 -> JpegDecoders.selected().decode(segments.bare(), width(), height());
            default ->
                ImageIoDecoder.JPEG.decode(
                        segments.bare(),
                        reader -> RasterPixels.fromInks(reader.readRaster(0, null), segments.isTransformed()));
        };
    }

    private Picture readGrey(ImageReader reader) throws IOException {
        DataBufferByte samples = (DataBufferByte) reader.readRaster(0, null).getDataBuffer();
        return Picture.ofGrey(width(), height(), samples.getData());
    }
}
