package io.github.mambaout.image;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a file, read by position. Who reads beyond the end learns that the file was cut short. */
final class FileBytes {
    private final byte[] bytes;

    FileBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    int size() {
        return bytes.length;
    }

    /** @return all bytes; shared, not to be changed */
    byte[] all() {
        return bytes;
    }

    byte[] copy(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /**
     * @param position where, from the start of the file
     * @return the byte there, 0 to 255
     * @throws EOFException if the file ends before
     */
    int byteAt(long position) throws EOFException {
        if (position >= bytes.length) {
            throw endsEarly();
        }
        return bytes[(int) position] & 0xFF;
    }

    /**
     * @param value a byte, 0 to 255
     * @param from where to start looking
     * @return where it stands next
     * @throws EOFException if it does not stand in the rest of the file
     */
    int indexOf(int value, int from) throws EOFException {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == (byte) value) {
                return i;
            }
        }
        throw endsEarly();
    }

    private EOFException endsEarly() {
        return new EOFException("it ends after " + bytes.length + " bytes");
    }

    int bigShort(long position) throws EOFException {
        return byteAt(position) << 8 | byteAt(position + 1);
    }

    int littleShort(long position) throws EOFException {
        return byteAt(position) | byteAt(position + 1) << 8;
    }

    int little24(long position) throws EOFException {
        return littleShort(position) | byteAt(position + 2) << 16;
    }

    long bigInt(long position) throws EOFException {
        return (long) bigShort(position) << 16 | bigShort(position + 2);
    }

    long littleInt(long position) throws EOFException {
        return littleShort(position) | (long) littleShort(position + 2) << 16;
    }

    /** @return whether these bytes, one for each character, stand at the position */
    boolean has(long position, String latin1) {
        byte[] wanted = latin1.getBytes(StandardCharsets.ISO_8859_1);
        return position + wanted.length <= bytes.length
                && Arrays.equals(bytes, (int) position, (int) position + wanted.length, wanted, 0, wanted.length);
    }
}
