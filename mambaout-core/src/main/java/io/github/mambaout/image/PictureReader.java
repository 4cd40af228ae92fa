package io.github.mambaout.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads JPEG, PNG, GIF, BMP and WebP files into {@link Picture}s with the pixels that Pillow's {@code convert("RGB")} gives.
 * The kind is told by the content, not by the name. Alpha is dropped, grey is repeated, 16 bits are cut to 8, colour profiles
 * are ignored; of animations the first frame is read. Nothing is allocated or decoded before the size in the header has been
 * checked.
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
     * @param pixels another limit
     * @return this reader with it
     */
    public PictureReader maxPixels(long pixels) {
        return new PictureReader(pixels, upright);
    }

    /**
     * @param turned whether a picture is turned as its EXIF orientation asks
     * @return this reader with it
     */
    public PictureReader upright(boolean turned) {
        return new PictureReader(maxPixels, turned);
    }

    /**
     * Chooses among the files of a folder. Reading goes by the content alone, so a file that is named outright needs no ending.
     *
     * @param file a path; the file is not looked at
     * @return whether the name ends as those of pictures do, also of kinds that can't be read, such as {@code .heic}, so that
     *     their owner learns of it; files whose names start with a dot are no pictures
     */
    public static boolean isPictureName(Path file) {
        Path last = file.getFileName();
        String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
        return name.lastIndexOf('.') > 0
                && !name.startsWith(".")
                && PictureKind.ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /**
     * @param file a picture
     * @return its pixels
     * @throws UnreadablePictureException if there is no such file, if it is of another kind, if it is damaged or cut short,
     *     or if it has too many pixels
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
        FileBytes bytes = new FileBytes(file);
        PictureKind kind = PictureKind.of(bytes);
        if (!kind.isReadable()) {
            String found = kind == PictureKind.UNKNOWN ? "is no picture" : "is " + kind.withArticle() + " file";
            throw new UnreadablePictureException(
                    name, found + "; JPEG, PNG, GIF, BMP and WebP can be read. Remove it or convert it first.");
        }
        String whole = "is " + kind.withArticle() + " file ";
        String damaged = "is a damaged " + kind.label() + " file (";
        try {
            PictureFile picture = kind.open(bytes);
            checkSize(picture, file.length, name, damaged);
            Picture stored = picture.decode();
            return upright ? picture.orientation().apply(stored) : stored;
        } catch (UnsupportedPictureException e) {
            throw new UnreadablePictureException(
                    name, whole + e.getMessage() + ". Such files can't be read here; save it in a more usual form.", e);
        } catch (EOFException e) {
            throw new UnreadablePictureException(
                    name, whole + "that was cut short (" + reason(e) + "). Copy or download it again.", e);
        } catch (OutOfMemoryError e) {
            throw new UnreadablePictureException(
                    name,
                    whole + "that needs more memory than Java has. Give Java more (-Xmx), or allow fewer pixels.",
                    e);
        } catch (IOException | RuntimeException e) {
            if (e instanceof UnreadablePictureException unreadable) {
                throw unreadable;
            }
            // The decoders answer damaged files with exceptions of any kind.
            throw new UnreadablePictureException(name, damaged + reason(e) + "). Remove it or save it anew.", e);
        }
    }

    private void checkSize(PictureFile picture, int bytes, String name, String damaged) {
        String size = picture.width() + "x" + picture.height() + " pixels";
        if ((long) picture.width() * picture.height() > maxPixels) {
            throw new UnreadablePictureException(
                    name,
                    "says that it has " + size + "; at most " + maxPixels
                            + " are decoded. Make it smaller first, or allow more (--max-pixels).");
        }
        if (bytes < picture.fewestBytes()) {
            throw new UnreadablePictureException(
                    name,
                    damaged + "it says that it has " + size + ", but has only " + bytes
                            + " bytes). Copy or download it again.");
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
