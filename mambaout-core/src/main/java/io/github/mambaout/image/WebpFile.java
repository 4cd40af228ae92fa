package io.github.mambaout.image;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * A WebP file, lossy or lossless; of an animation the first frame at its place, on black, as Pillow shows it. The container
 * is read here, the compressed pixels by libwebp.
 *
 * @param width columns of the canvas, at least 1
 * @param height rows of the canvas, at least 1
 * @param orientation from the EXIF chunk
 * @param frame place of the frame on the canvas
 * @param still a file of the frame alone
 */
record WebpFile(int width, int height, Orientation orientation, Box frame, byte[] still) implements PictureFile {
    private static final int FIRST_CHUNK = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FRAME_HEADER = 16;
    private static final int ANIMATED = 0x02;
    private static final int ALPHA = 0x10;

    static WebpFile of(FileBytes file) throws IOException {
        if (!file.has(FIRST_CHUNK, "VP8X")) {
            Box frame = frame(file, FIRST_CHUNK);
            return new WebpFile(frame.width(), frame.height(), Orientation.UPRIGHT, frame, file.all());
        }
        int content = FIRST_CHUNK + CHUNK_HEADER;
        int width = file.little24(content + 4) + 1;
        int height = file.little24(content + 7) + 1;
        Orientation orientation = exif(file);
        if ((file.byteAt(content) & ANIMATED) == 0) {
            Box frame = new Box(0, 0, width, height);
            requireSize(frame, frame(file, pixels(file, endOfChunk(file, FIRST_CHUNK))));
            return new WebpFile(width, height, orientation, frame, file.all());
        }
        long animated = find(file, "ANMF", endOfChunk(file, FIRST_CHUNK));
        long at = animated + CHUNK_HEADER;
        Box frame = new Box(
                2 * file.little24(at), 2 * file.little24(at + 3), file.little24(at + 6) + 1, file.little24(at + 9) + 1);
        if ((long) frame.x() + frame.width() > width || (long) frame.y() + frame.height() > height) {
            throw new IOException("its first frame reaches beyond its " + width + "x" + height + " pixels");
        }
        long chunks = at + FRAME_HEADER;
        requireSize(frame, frame(file, pixels(file, chunks)));
        byte[] still = still(frame, file.copy((int) chunks, (int) endOfChunk(file, animated)));
        return new WebpFile(width, height, orientation, frame, still);
    }

    /** A file of its own around the chunks of a frame. */
    private static byte[] still(Box frame, byte[] chunks) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(chunks.length + 30);
        file.writeBytes(new byte[] {'R', 'I', 'F', 'F'});
        writeLittle(file, chunks.length + 22, 4);
        file.writeBytes(new byte[] {'W', 'E', 'B', 'P', 'V', 'P', '8', 'X'});
        writeLittle(file, 10, 4);
        writeLittle(file, ALPHA, 4);
        writeLittle(file, frame.width() - 1, 3);
        writeLittle(file, frame.height() - 1, 3);
        file.writeBytes(chunks);
        return file.toByteArray();
    }

    private static void writeLittle(ByteArrayOutputStream file, int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            file.write(value >> 8 * i);
        }
    }

    private static Orientation exif(FileBytes file) throws IOException {
        long chunk = FIRST_CHUNK;
        while (chunk + CHUNK_HEADER <= file.size()) {
            long end = endOfChunk(file, chunk);
            if (file.has(chunk, "EXIF")) {
                long content = chunk + CHUNK_HEADER;
                long tiff = file.has(content, "Exif\0\0") ? content + 6 : content;
                return Exif.orientation(file.all(), (int) tiff, (int) Math.max(tiff, end));
            }
            chunk = end;
        }
        return Orientation.UPRIGHT;
    }

    private static long endOfChunk(FileBytes file, long chunk) throws IOException {
        long end = chunk + CHUNK_HEADER + file.littleInt(chunk + 4);
        long padded = end + (end - chunk & 1);
        return Math.min(padded, file.size());
    }

    private static long find(FileBytes file, String name, long first) throws IOException {
        long chunk = first;
        while (!file.has(chunk, name)) {
            chunk = endOfChunk(file, chunk);
        }
        return chunk;
    }

    private static long pixels(FileBytes file, long first) throws IOException {
        long chunk = first;
        while (!file.has(chunk, "VP8 ") && !file.has(chunk, "VP8L")) {
            chunk = endOfChunk(file, chunk);
        }
        return chunk;
    }

    /** Reads the size at the start of the compressed pixels (RFC 6386, section 9.1; RFC 9649, section 3.4). */
    private static Box frame(FileBytes file, long chunk) throws IOException {
        long content = chunk + CHUNK_HEADER;
        if (file.has(chunk, "VP8L")) {
            if (file.byteAt(content) != 0x2F) {
                throw new IOException("its lossless pixels start wrongly");
            }
            long sizes = file.littleInt(content + 1);
            return new Box(0, 0, (int) (sizes & 0x3FFF) + 1, (int) (sizes >> 14 & 0x3FFF) + 1);
        } else if (!file.has(chunk, "VP8 ") || !file.has(content + 3, "\u009D\u0001*")) {
            throw new IOException("its pixels start wrongly");
        }
        int width = file.littleShort(content + 6) & 0x3FFF;
        int height = file.littleShort(content + 8) & 0x3FFF;
        if (width == 0 || height == 0) {
            throw new IOException("it says that it has " + width + "x" + height + " pixels");
        }
        return new Box(0, 0, width, height);
    }

    private static void requireSize(Box stated, Box pixels) throws IOException {
        if (stated.width() != pixels.width() || stated.height() != pixels.height()) {
            throw new IOException("its container says " + stated.width() + "x" + stated.height()
                    + " pixels, its compressed data " + pixels.width() + "x" + pixels.height());
        }
    }

    /** One colour takes no bits in a lossless file. */
    @Override
    public long fewestBytes() {
        return 0;
    }

    @Override
    public Picture decode() throws IOException {
        try {
            ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
            return ImageIoDecoder.decode(reader, still, ready -> onCanvas(ready.read(0)));
        } catch (LinkageError e) {
            throw new UnsupportedPictureException(
                    "and libwebp can't be loaded on " + System.getProperty("os.name") + ", "
                            + System.getProperty("os.arch") + " (library com.github.usefulness:webp-imageio: " + e
                            + ")",
                    e);
        }
    }

    private Picture onCanvas(BufferedImage image) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        byte[] rgb = new byte[width * height * Picture.CHANNELS];
        for (int y = 0; y < frame.height(); y++) {
            int to = ((frame.y() + y) * width + frame.x()) * Picture.CHANNELS;
            for (int x = 0; x < frame.width(); x++) {
                int pixel = pixels[y * frame.width() + x];
                rgb[to] = (byte) (pixel >> 16);
                rgb[to + 1] = (byte) (pixel >> 8);
                rgb[to + 2] = (byte) pixel;
                to += Picture.CHANNELS;
            }
        }
        return Picture.of(width, height, rgb);
    }
}
