package io.github.mambaout.image;

import java.io.IOException;
import java.util.Set;

/**
 * A BMP file: OS/2's and Windows' headers, 1 to 32 bits per pixel, packed or in run lengths, from either side.
 *
 * @param file all of it
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param fewestBytes all rows, each of full words; 0 for run lengths, which can pass over everything
 */
record BmpFile(FileBytes file, int width, int height, long fewestBytes) implements PictureFile {
    private static final int OLD_HEADER = 12;
    private static final Set<Long> HEADER_SIZES = Set.of((long) OLD_HEADER, 40L, 52L, 56L, 108L, 124L);
    private static final int HEADER = 14;
    private static final int RUNS_OF_8 = 1;
    private static final int RUNS_OF_4 = 2;
    private static final int MASKS = 3;

    static BmpFile of(FileBytes file) throws IOException {
        long headerSize = file.littleInt(HEADER);
        if (!HEADER_SIZES.contains(headerSize)) {
            throw new UnsupportedPictureException("with a header of " + headerSize + " bytes");
        }
        boolean old = headerSize == OLD_HEADER;
        long width = old ? file.littleShort(HEADER + 4) : (int) file.littleInt(HEADER + 4);
        // A negative height means that the first row is the uppermost one.
        long height = old ? file.littleShort(HEADER + 6) : Math.abs((long) (int) file.littleInt(HEADER + 8));
        if (width < 1 || height < 1 || height > Integer.MAX_VALUE) {
            throw new IOException("it says that it has " + width + "x" + height + " pixels");
        }
        int bits = file.littleShort(HEADER + (old ? 10 : 14));
        long compression = old ? 0 : file.littleInt(HEADER + 16);
        if (compression > MASKS) {
            throw new UnsupportedPictureException("with compression " + compression);
        }
        boolean runs = compression == RUNS_OF_8 || compression == RUNS_OF_4;
        long row = (width * bits + 31) / 32 * 4;
        long fewestBytes = runs ? 0 : file.littleInt(10) + row * height;
        return new BmpFile(file, (int) width, (int) height, fewestBytes);
    }

    @Override
    public Picture decode() throws IOException {
        return ImageIoDecoder.BMP.decode(file.all(), reader -> RasterPixels.of(reader.read(0)));
    }
}
