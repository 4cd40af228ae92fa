package io.github.mambaout.image;

import java.io.IOException;

/**
 * The frame header of a JPEG file.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param components 1 for grey, 3 for colours, 4 for inks
 * @param isNamedRgb whether the components are called R, G and B
 */
record JpegFrame(int width, int height, int components, boolean isNamedRgb) {
    private static final int BASELINE = 0xC0;
    private static final int EXTENDED = 0xC1;
    private static final int PROGRESSIVE = 0xC2;
    private static final int FIRST_ARITHMETIC = 0xC9;
    private static final int COMPONENT = 3;

    /** @return whether a marker starts a frame header; among the numbers of these are tables and a reserved one */
    static boolean isFrame(int marker) {
        boolean other = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
        return marker >= BASELINE && marker <= 0xCF && !other;
    }

    /**
     * @param marker how the frame is encoded
     * @param content where the header starts behind its length
     * @throws IOException if the pixels can't be decoded
     */
    static JpegFrame of(FileBytes file, int marker, int content) throws IOException {
        if (marker >= FIRST_ARITHMETIC) {
            throw new UnsupportedPictureException("with arithmetic coding");
        } else if (marker != BASELINE && marker != EXTENDED && marker != PROGRESSIVE) {
            throw new UnsupportedPictureException("with lossless or hierarchical coding");
        }
        int bits = file.byteAt(content);
        if (bits != 8) {
            throw new UnsupportedPictureException("with " + bits + " bits per sample");
        }
        int height = file.bigShort(content + 1);
        int width = file.bigShort(content + 3);
        int components = file.byteAt(content + 5);
        if (components != 1 && components != 3 && components != 4) {
            throw new UnsupportedPictureException("with " + components + " components");
        }
        if (width == 0 || height == 0) {
            throw new IOException("it says that it has " + width + "x" + height + " pixels");
        }
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < components; i++) {
            names.append((char) file.byteAt(content + 6 + COMPONENT * i));
        }
        return new JpegFrame(width, height, components, names.toString().equals("RGB"));
    }
}
