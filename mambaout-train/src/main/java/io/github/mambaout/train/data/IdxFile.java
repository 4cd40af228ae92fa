package io.github.mambaout.train.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of unsigned bytes in the idx format of the MNIST family, gzip-compressed: two zero bytes, the type (8 for
 * unsigned bytes), the number of dimensions, each size as a big-endian int, the values in C order.
 */
final class IdxFile {
    private static final int UNSIGNED_BYTE = 8;

    private final int[] sizes;
    private final byte[] values;

    private IdxFile(int[] sizes, byte[] values) {
        this.sizes = sizes;
        this.values = values;
    }

    /**
     * @param source the compressed bytes; not closed
     * @param name the file's name for messages
     * @param dimensions number of dimensions that the array must have
     * @return the array
     * @throws DataException if it is no such file; the message names it
     */
    static IdxFile read(InputStream source, String name, int dimensions) {
        try (InputStream in = new BufferedInputStream(new GZIPInputStream(source), 1 << 16)) {
            byte[] magic = readExactly(in, 4, name, "its first four bytes");
            if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTE || magic[3] != dimensions) {
                throw new DataException(String.format(
                        "%s: starts with %02x %02x %02x %02x, but an idx file of %d-dimensional unsigned bytes starts with"
                                + " 00 00 08 %02x. Is it another file under this name?",
                        name, magic[0], magic[1], magic[2], magic[3], dimensions, dimensions));
            }
            int[] sizes = new int[dimensions];
            long elements = 1;
            for (int i = 0; i < dimensions; i++) {
                byte[] size = readExactly(in, Integer.BYTES, name, "its sizes");
                sizes[i] = java.nio.ByteBuffer.wrap(size).getInt();
                elements *= sizes[i];
                if (sizes[i] < 1 || elements > Integer.MAX_VALUE - 8) {
                    throw new DataException(
                            name + ": its header claims the sizes " + Arrays.toString(Arrays.copyOf(sizes, i + 1))
                                    + ", which no file of this family has. The file is damaged; fetch it again.");
                }
            }
            byte[] values = readExactly(in, (int) elements, name, "all of its " + elements + " values");
            if (in.read() >= 0) {
                throw new DataException(name + ": goes on after the " + elements
                        + " values that its header announces. The file is damaged; fetch it again.");
            }
            return new IdxFile(sizes, values);
        } catch (EOFException e) {
            throw cutShort(name, "the end of the compressed data", e);
        } catch (ZipException e) {
            throw new DataException(
                    name + ": is not a readable gzip file (" + e.getMessage()
                            + "). Fetch it again, and keep it compressed.",
                    e);
        } catch (IOException e) {
            throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] readExactly(InputStream in, int count, String name, String what) throws IOException {
        byte[] bytes;
        try {
            bytes = in.readNBytes(count);
        } catch (EOFException e) {
            throw cutShort(name, what, e);
        }
        if (bytes.length < count) {
            throw cutShort(name, what, new EOFException());
        }
        return bytes;
    }

    private static DataException cutShort(String name, String what, EOFException cause) {
        return new DataException(name + ": ends before " + what + ". The file is cut short; fetch it again.", cause);
    }

    int size(int dimension) {
        return sizes[dimension];
    }

    /** The values; not copied. */
    byte[] values() {
        return values;
    }
}
