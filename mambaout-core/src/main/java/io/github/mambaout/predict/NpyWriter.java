package io.github.mambaout.predict;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes rows of one shape as an array file of NumPy, {@code numpy.load} reads it: format 1.0 of {@code numpy.lib.format},
 * 32-bit floats in little-endian and C order, shape {@code [rows, ...]}. The number of rows need not be known before: after
 * each row the file holds a valid array of the rows so far. ND4J's writer would need a backend and the whole array in memory.
 *
 * <pre>{@code
 * try (SeekableByteChannel file = Files.newByteChannel(path, CREATE, WRITE, TRUNCATE_EXISTING);
 *         NpyWriter rows = new NpyWriter(file)) {
 *     rows.add(embedding.shape(), embedding.values());
 * }
 * }</pre>
 */
public final class NpyWriter implements AutoCloseable {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    /** Magic, length and description together; a multiple of 64, as the format asks, with room for any shape. */
    private static final int HEADER = 192;

    private final SeekableByteChannel channel;
    private Optional<Shape> row = Optional.empty();
    private int count;

    /**
     * @param channel an empty file; stays open when this is closed
     * @throws IOException if it can't be written
     */
    public NpyWriter(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        writeHeader();
    }

    /**
     * @param shape shape of a row, the same for all rows
     * @param values its values in C order
     * @throws IOException if they can't be written
     * @throws ShapeMismatchException if the row has another shape than the first one, or not as many values
     */
    public void add(Shape shape, float[] values) throws IOException {
        Shape expected = row.orElse(shape);
        if (!shape.equals(expected) || values.length != shape.elements()) {
            throw new ShapeMismatchException(
                    "row " + count + " of an array file with " + values.length + " values", expected, shape);
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        write(HEADER + (long) count * bytes.capacity(), bytes);
        row = Optional.of(shape);
        count++;
        writeHeader();
    }

    /** @return rows so far */
    public int count() {
        return count;
    }

    private void writeHeader() throws IOException {
        String sizes = row.map(shape -> IntStream.of(shape.sizes())
                        .mapToObj(size -> ", " + size)
                        .collect(Collectors.joining()))
                .orElse(",");
        String description = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + count + sizes + "), }";
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).putShort((short) (HEADER - MAGIC.length - Short.BYTES));
        header.put(description.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        write(0, header.put((byte) '\n').flip());
    }

    private void write(long position, ByteBuffer bytes) throws IOException {
        channel.position(position);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Ends the array, which is complete already. */
    @Override
    public void close() {}
}
