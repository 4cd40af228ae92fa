package io.github.mambaout.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first frame of a GIF file, at its place on the screen that the file describes, as Pillow shows it: what the frame
 * leaves uncovered has the transparent colour, or the first one.
 *
 * @param width columns of the screen, at least 1
 * @param height rows of the screen, at least 1
 * @param frame place of the frame on it
 * @param palette red, green and blue of 256 colours
 * @param background colour of what the frame leaves uncovered
 * @param bare a file of the frame alone
 */
record GifFile(int width, int height, Box frame, byte[] palette, int background, byte[] bare) implements PictureFile {
    private static final int SCREEN = 6;
    private static final int BLOCKS = 13;
    private static final int EXTENSION = '!';
    private static final int IMAGE = ',';
    private static final int END = ';';
    private static final int PALETTE = 0x80;
    private static final int INTERLACED = 0x40;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int FRAME = 10;
    private static final int COLOURS = 256;

    /** No code has less than 3 bits, and none stands for more than its 4096 predecessors. */
    private static final long MOST_PIXELS_OF_BYTE = 4096 * 8 / 3;

    static GifFile of(FileBytes file) throws IOException {
        long position = BLOCKS;
        byte[] palette = identity();
        int screenFlags = file.byteAt(SCREEN + 4);
        if (hasPalette(screenFlags)) {
            palette = palette(file, position, screenFlags);
            position += paletteBytes(screenFlags);
        }
        int background = 0;
        while (file.byteAt(position) != IMAGE) {
            if (file.byteAt(position) == EXTENSION) {
                boolean control = file.byteAt(position + 1) == GRAPHIC_CONTROL && file.byteAt(position + 2) >= 4;
                if (control && (file.byteAt(position + 3) & 1) != 0) {
                    background = file.byteAt(position + 6);
                }
                position = endOfBlocks(file, position + 2);
            } else if (file.byteAt(position) == END) {
                throw new IOException("it has no picture in it");
            } else {
                position++;
            }
        }
        int frameWidth = file.littleShort(position + 5);
        int frameHeight = file.littleShort(position + 7);
        if (frameWidth == 0 || frameHeight == 0) {
            throw new IOException("its first frame has " + frameWidth + "x" + frameHeight + " pixels");
        }
        Box frame = new Box(file.littleShort(position + 1), file.littleShort(position + 3), frameWidth, frameHeight);
        int frameFlags = file.byteAt(position + 9);
        position += FRAME;
        if (hasPalette(frameFlags)) {
            palette = palette(file, position, frameFlags);
            position += paletteBytes(frameFlags);
        }
        int end = (int) endOfBlocks(file, position + 1);
        byte[] bare = bare(frame, frameFlags, file.copy((int) position, end));
        int width = Math.max(file.littleShort(SCREEN), frame.x() + frame.width());
        int height = Math.max(file.littleShort(SCREEN + 2), frame.y() + frame.height());
        return new GifFile(width, height, frame, palette, background, bare);
    }

    /**
     * A file of the compressed frame alone, with a palette for all numbers that a pixel can have, since ImageIO keeps only as
     * many bits of them as the palette needs.
     */
    private static byte[] bare(Box frame, int frameFlags, byte[] data) {
        ByteBuffer bare = ByteBuffer.allocate(BLOCKS + FRAME + COLOURS * Picture.CHANNELS + data.length + 1)
                .order(ByteOrder.LITTLE_ENDIAN);
        bare.put("GIF89a".getBytes(StandardCharsets.ISO_8859_1));
        bare.putShort((short) frame.width()).putShort((short) frame.height());
        bare.put(new byte[] {0, 0, 0, IMAGE});
        bare.putInt(0);
        bare.putShort((short) frame.width()).putShort((short) frame.height());
        bare.put((byte) (frameFlags & INTERLACED | PALETTE | 7));
        bare.put(identity()).put(data).put((byte) END);
        return bare.array();
    }

    private static boolean hasPalette(int flags) {
        return (flags & PALETTE) != 0;
    }

    private static int paletteBytes(int flags) {
        return Picture.CHANNELS << (flags & 7) + 1;
    }

    /** Of a file without a palette, Pillow makes shades of grey. */
    private static byte[] identity() {
        byte[] palette = new byte[COLOURS * Picture.CHANNELS];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = (byte) (i / Picture.CHANNELS);
        }
        return palette;
    }

    /** @return the colours, and black for the numbers beyond the last */
    private static byte[] palette(FileBytes file, long position, int flags) throws IOException {
        byte[] palette = new byte[COLOURS * Picture.CHANNELS];
        for (int i = 0; i < paletteBytes(flags); i++) {
            palette[i] = (byte) file.byteAt(position + i);
        }
        return palette;
    }

    private static long endOfBlocks(FileBytes file, long first) throws IOException {
        long position = first;
        while (file.byteAt(position) != 0) {
            position += 1 + file.byteAt(position);
        }
        return position + 1;
    }

    @Override
    public long fewestBytes() {
        return (long) frame.width() * frame.height() / MOST_PIXELS_OF_BYTE;
    }

    @Override
    public Picture decode() throws IOException {
        return ImageIoDecoder.GIF.decode(bare, reader -> onScreen(reader.read(0).getRaster()));
    }

    private Picture onScreen(Raster indices) {
        byte[] rgb = new byte[width * height * Picture.CHANNELS];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            Arrays.fill(row, background);
            if (y >= frame.y() && y < frame.y() + frame.height()) {
                int[] part = indices.getSamples(0, y - frame.y(), frame.width(), 1, 0, (int[]) null);
                System.arraycopy(part, 0, row, frame.x(), part.length);
            }
            int to = y * width * Picture.CHANNELS;
            for (int index : row) {
                System.arraycopy(palette, index * Picture.CHANNELS, rgb, to, Picture.CHANNELS);
                to += Picture.CHANNELS;
            }
        }
        return Picture.of(width, height, rgb);
    }
}
