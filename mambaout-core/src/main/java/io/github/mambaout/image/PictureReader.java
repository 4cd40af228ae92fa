package io.github.mambaout.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/**
 * Reads JPEG, PNG and BMP files into {@link Picture}s with the pixels that Pillow's {@code convert("RGB")} gives. The kind
 * is told by the content, not by the name. Alpha is dropped, grey is repeated, 16 bits are cut to 8, colour profiles are
 * ignored. Nothing is decoded before the size in the header has been checked.
 *
 * <p>Many threads may use one reader.
 *
 * @param maxPixels the largest picture to decode, in pixels
 * @param upright whether a picture is turned as its EXIF orientation asks; timm does not
 */
public record PictureReader(long maxPixels, boolean upright) {
    private static final long DEFAULT_MAX_PIXELS = 100_000_000;
    private static final long LARGEST_FILE = 1L << 30;

    /** Checks the limit. */
    public PictureReader {
        if (maxPixels < 1 || maxPixels > Integer.MAX_VALUE / Picture.CHANNELS) {
            throw new IllegalArgumentException("The largest picture must have 1 to "
                    + Integer.MAX_VALUE / Picture.CHANNELS + " pixels, but " + maxPixels + " were given");
        }
    }

    /** Reads pictures of up to 100 million pixels, turned upright. */
    public PictureReader() {
        this(DEFAULT_MAX_PIXELS, true);
    }

    /**
     * @param file a picture
     * @return its pixels
     * @throws UnreadablePictureException if there is no such file, if it is no JPEG, PNG or BMP, if it is damaged or cut
     *     short, or if it has too many pixels
     */
    public Picture read(Path file) {
        byte[] bytes;
        try {
            if (Files.isDirectory(file)) {
                throw new UnreadablePictureException(file.toString(), "is a folder, not a picture.");
            }
            if (Files.size(file) > LARGEST_FILE) {
                throw new UnreadablePictureException(
                        file.toString(), "is larger than " + LARGEST_FILE + " bytes. Make it smaller first.");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UnreadablePictureException(file.toString(), "there is no such file. Check the path.", e);
        } catch (IOException e) {
            throw new UnreadablePictureException(
                    file.toString(), "can't be opened (" + e + "). Check that you may read it.", e);
        }
        return read(bytes, file.toString());
    }

    /**
     * @param file the bytes of a picture file
     * @param name what to call it in messages
     * @return its pixels
     * @throws UnreadablePictureException as for {@link #read(Path)}
     */
    public Picture read(byte[] file, String name) {
        if (file.length == 0) {
            throw new UnreadablePictureException(name, "is empty. Remove it, or replace it by a picture.");
        }
        PictureKind kind = PictureKind.of(file);
        if (!kind.isReadable()) {
            String found = kind == PictureKind.UNKNOWN ? "is no picture" : "is a " + kind + " file";
            throw new UnreadablePictureException(
                    name, found + "; JPEG, PNG and BMP can be read. Remove it or convert it first.");
        }
        try {
            return kind == PictureKind.JPEG ? readJpeg(file, name) : decode(kind, file, name, this::readImage);
        } catch (IIOException e) {
            throw new UnreadablePictureException(name, damaged(kind, e), e);
        } catch (IOException | RuntimeException e) {
            if (e instanceof UnreadablePictureException unreadable) {
                throw unreadable;
            }
            // The decoders answer damaged files with exceptions of any kind.
            throw new UnreadablePictureException(name, damaged(kind, e), e);
        }
    }

    private static String damaged(PictureKind kind, Exception e) {
        return "is a damaged " + kind + " file (" + (e.getMessage() == null ? e : e.getMessage())
                + "). Remove it or save it anew.";
    }

    private Picture readJpeg(byte[] file, String name) throws IOException {
        JpegSegments segments = JpegSegments.of(file);
        if (!segments.complete()) {
            throw new UnreadablePictureException(name, "is a JPEG file that was cut short. Copy or download it again.");
        }
        boolean inks = segments.components() == 4;
        Picture stored = decode(
                PictureKind.JPEG,
                segments.withoutProfile(),
                name,
                reader -> inks
                        ? RasterPixels.fromInks(reader.readRaster(0, null), segments.adobeTransform() == 2)
                        : readImage(reader));
        return upright ? segments.orientation().apply(stored) : stored;
    }

    private Picture readImage(ImageReader reader) throws IOException {
        BufferedImage image = reader.read(0);
        return RasterPixels.of(image);
    }

    private interface Decoding {
        Picture decode(ImageReader reader) throws IOException;
    }

    private Picture decode(PictureKind kind, byte[] file, String name, Decoding decoding) throws IOException {
        ImageReader reader = readerOf(kind);
        try (ByteArrayImageInput input = new ByteArrayImageInput(file)) {
            reader.setInput(input, true, true);
            long width = reader.getWidth(0);
            long height = reader.getHeight(0);
            if (width * height > maxPixels) {
                throw new UnreadablePictureException(
                        name,
                        "says that it has " + width + "x" + height + " pixels; at most " + maxPixels
                                + " are decoded. Make it smaller first.");
            }
            reader.addIIOReadWarningListener((source, warning) -> {
                if (warning.toLowerCase(Locale.ROOT).contains("premature")) {
                    throw new UnreadablePictureException(
                            name, "is a " + kind + " file with missing data (" + warning + "). Copy it again.");
                }
            });
            return decoding.decode(reader);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader readerOf(PictureKind kind) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(kind.format());
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().equals(kind.readerClass())) {
                return reader;
            }
            reader.dispose();
        }
        throw new IllegalStateException(
                "This Java runtime has no " + kind.readerClass() + ". Use one with the module java.desktop complete.");
    }
}
