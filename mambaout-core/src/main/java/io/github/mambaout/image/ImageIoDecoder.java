package io.github.mambaout.image;

import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** The readers that the JDK brings along, chosen by class name: others on the class path may give other pixels. */
enum ImageIoDecoder {
    JPEG("jpeg", "com.sun.imageio.plugins.jpeg.JPEGImageReader"),
    PNG("png", "com.sun.imageio.plugins.png.PNGImageReader"),
    GIF("gif", "com.sun.imageio.plugins.gif.GIFImageReader"),
    BMP("bmp", "com.sun.imageio.plugins.bmp.BMPImageReader");

    private final String format;
    private final String className;

    ImageIoDecoder(String format, String className) {
        this.format = format;
        this.className = className;
    }

    /** What to do with a reader that has its input. */
    interface Decoding {
        Picture decode(ImageReader reader) throws IOException;
    }

    Picture decode(byte[] file, Decoding decoding) throws IOException {
        return decode(reader(), file, decoding);
    }

    /** Disposes of the reader in the end. */
    static Picture decode(ImageReader reader, byte[] file, Decoding decoding) throws IOException {
        try (ByteArrayImageInput input = new ByteArrayImageInput(file)) {
            reader.setInput(input, true, true);
            return decoding.decode(reader);
        } finally {
            reader.dispose();
        }
    }

    private ImageReader reader() {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().equals(className)) {
                return reader;
            }
            reader.dispose();
        }
        throw new IllegalStateException(
                "This Java runtime has no " + className + ". Use one with the module java.desktop complete.");
    }
}
