package io.github.mambaout.image;

import java.io.IOException;

/**
 * A PNG file. Chunks about colour (gamma, profile) are ignored, as by Pillow; of an animation the still picture is read.
 *
 * @param file all of it
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param bitsOfPixel bits of all samples of a pixel
 * @param orientation from the EXIF chunk
 */
record PngFile(FileBytes file, int width, int height, long bitsOfPixel, Orientation orientation)
        implements PictureFile {
    private static final int HEADER = 16;
    private static final int FIRST_CHUNK = 8;
    private static final int CHUNK_FRAME = 12;

    static PngFile of(FileBytes file) throws IOException {
        if (!file.has(FIRST_CHUNK + 4, "IHDR")) {
            throw new IOException("its first chunk is no header");
        }
        long width = file.bigInt(HEADER);
        long height = file.bigInt(HEADER + 4);
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new IOException("it says that it has " + width + "x" + height + " pixels");
        }
        int depth = file.byteAt(HEADER + 8);
        int samples = switch (file.byteAt(HEADER + 9)) {
            case 0, 3 -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> throw new IOException("it has a colour type of " + file.byteAt(HEADER + 9));
        };
        return new PngFile(file, (int) width, (int) height, (long) depth * samples, exif(file));
    }

    private static Orientation exif(FileBytes file) throws IOException {
        for (long chunk = FIRST_CHUNK; chunk + CHUNK_FRAME <= file.size(); ) {
            long next = chunk + CHUNK_FRAME + file.bigInt(chunk);
            if (file.has(chunk + 4, "eXIf") && next <= file.size()) {
                return Exif.orientation(file.all(), (int) chunk + 8, (int) next - 4);
            }
            chunk = next;
        }
        return Orientation.UPRIGHT;
    }

    /** Deflate makes at most 258 bytes of two bits. */
    @Override
    public long fewestBytes() {
        return (width * bitsOfPixel + 7) / 8 * height / (258 * 4);
    }

    @Override
    public Picture decode() throws IOException {
        return ImageIoDecoder.PNG.decode(file.all(), reader -> RasterPixels.of(reader.read(0)));
    }
}
