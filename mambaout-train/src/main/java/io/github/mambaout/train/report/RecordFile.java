package io.github.mambaout.train.report;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file of records as TensorFlow frames them (TFRecord): the length in 8 bytes and its checksum in 4, then the record and its checksum
 * in 4, all little-endian. Each record is handed to the system as a whole.
 */
final class RecordFile implements AutoCloseable {
    private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;
    /** Added to checksums, so that one of data that hold checksums is a good one as well (TensorFlow's {@code crc32c::Mask}). */
    private static final int MASK = 0xa282ead8;

    private static final int MASK_ROTATION = 15;

    private final FileOutputStream out;

    private RecordFile(FileOutputStream out) {
        this.out = out;
    }

    /** @throws IOException if the file cannot be written */
    static RecordFile create(Path file) throws IOException {
        return new RecordFile(new FileOutputStream(file.toFile()));
    }

    void add(byte[] record) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + record.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(record.length);
        frame.putInt(checksum(frame.array(), 0, Long.BYTES)).put(record);
        frame.putInt(checksum(frame.array(), HEADER_BYTES, record.length));
        out.write(frame.array());
    }

    private static int checksum(byte[] bytes, int start, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, length);
        return Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
