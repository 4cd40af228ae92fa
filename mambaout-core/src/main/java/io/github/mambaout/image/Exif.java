package io.github.mambaout.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The metadata of cameras: a TIFF structure within a picture file. */
final class Exif {
    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ENTRY = 12;

    private Exif() {}

    /**
     * Finds the orientation in the first directory; anything odd there means upright.
     *
     * @param file bytes of a picture file
     * @param from where the TIFF structure starts
     * @param to where it ends
     */
    static Orientation orientation(byte[] file, int from, int to) {
        ByteBuffer tiff = ByteBuffer.wrap(file, from, to - from).slice();
        if (tiff.capacity() < 8) {
            return Orientation.UPRIGHT;
        }
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = tiff.getInt(4) & 0xFFFFFFFFL;
        if (directory + 2 > tiff.capacity()) {
            return Orientation.UPRIGHT;
        }
        int count = tiff.getShort((int) directory) & 0xFFFF;
        for (int i = 0; i < count; i++) {
            long entry = directory + 2 + (long) ENTRY * i;
            if (entry + ENTRY > tiff.capacity()) {
                return Orientation.UPRIGHT;
            }
            if (tiff.getShort((int) entry) == ORIENTATION) {
                return Orientation.of(number(tiff, (int) entry));
            }
        }
        return Orientation.UPRIGHT;
    }

    private static int number(ByteBuffer tiff, int entry) {
        return switch (tiff.getShort(entry + 2)) {
            case SHORT -> tiff.getShort(entry + 8);
            case LONG -> tiff.getInt(entry + 8);
            default -> 0;
        };
    }
}
