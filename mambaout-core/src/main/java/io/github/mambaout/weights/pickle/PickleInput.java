package io.github.mambaout.weights.pickle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of pickles that follow one another. A length that a pickle claims is believed only as far as bytes are there.
 */
public final class PickleInput {
    private static final int LONGEST_LINE = 4096;

    private final InputStream in;
    private long position;
    private long limit;

    /** @param in the bytes; should be buffered; stays open */
    public PickleInput(InputStream in) {
        this.in = in;
    }

    /** @return how many bytes have been read */
    public long position() {
        return position;
    }

    /** @param bytes how many more bytes may be read at most */
    void allow(long bytes) {
        limit = position + bytes;
    }

    int readByte() throws IOException {
        claim(1);
        int value = in.read();
        if (value < 0) {
            throw end();
        }
        return value;
    }

    /** @return a little-endian number of at most 8 bytes; all but those of 8 bytes are at least 0 */
    long readNumber(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) readByte() << i * Byte.SIZE;
        }
        return value;
    }

    byte[] readBytes(long length) throws IOException {
        claim(length);
        // Grows with what is read, so that a mere claim takes no memory.
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw end();
        }
        return bytes;
    }

    void skip(long length) throws IOException {
        claim(length);
        for (long left = length; left > 0; ) {
            long skipped = in.skip(left);
            if (skipped == 0) {
                if (in.read() < 0) {
                    throw end();
                }
                skipped = 1;
            }
            left -= skipped;
        }
    }

    /** @return the bytes before the next line feed, which is read over */
    String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = readByte(); next != '\n'; next = readByte()) {
            if (line.size() == LONGEST_LINE) {
                throw new PickleException("holds a name or number of more than " + LONGEST_LINE + " characters at byte "
                        + position + " of its pickle, so it is damaged.");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private void claim(long length) throws PickleException {
        if (length < 0 || length > limit - position) {
            throw new PickleException(
                    "claims " + Long.toUnsignedString(length) + " bytes for one value at byte " + position
                            + " of its pickle, which is more than weights need. It is damaged or made to exhaust memory.");
        }
        position += length;
    }

    private PickleException end() {
        return new PickleException(
                "ends in the middle of a value at byte " + position + " of its pickle. Copy or download it again.");
    }
}
