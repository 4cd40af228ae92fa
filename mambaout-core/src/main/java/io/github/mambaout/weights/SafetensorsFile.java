package io.github.mambaout.weights;

import io.github.mambaout.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * An open safetensors file. Opening reads the header and checks it against the file's length; tensors are read one by one,
 * so files of any size work as long as each tensor fits one buffer.
 *
 * <p>Many threads may read one open file. Closing it leaves the tensors valid that were taken from it.
 */
public final class SafetensorsFile implements WeightFile {
    private static final int CHECKED_AT_ONCE = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final Map<String, StoredTensor> tensors;

    private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        Map<String, StoredTensor> named = new LinkedHashMap<>();
        header.entries().forEach((name, entry) -> named.put(name, entry.tensor()));
        this.tensors = Collections.unmodifiableMap(named);
    }

    /**
     * @param path a {@code .safetensors} file
     * @return the open file
     * @throws WeightFileException if there is no such file, if it can't be read, or if its header is wrong: not JSON, a
     *     name twice, an unknown type, elements that overlap, leave gaps, reach beyond the file or do not fit the shape
     */
    public static SafetensorsFile open(Path path) {
        FileChannel channel = WeightChannel.open(path);
        boolean opened = false;
        try {
            SafetensorsFile file = new SafetensorsFile(path, channel, SafetensorsHeader.read(path, channel));
            opened = true;
            return file;
        } catch (IOException e) {
            throw new WeightFileException(path, "can't be read (" + e + ").", e);
        } finally {
            if (!opened) {
                WeightChannel.close(channel);
            }
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public String kind() {
        return FileKind.SAFETENSORS.label();
    }

    @Override
    public Set<WeightSet> sets() {
        return Set.of(WeightSet.TRAINED);
    }

    @Override
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    @Override
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * Reads a tensor. 32-bit floats that lie aligned in the file are mapped, not copied: such a tensor costs no heap and
     * no reading until it is used, can't be written to, and must not be used after another program has shortened the
     * file. Half precision and 64-bit floats are converted into memory of their own.
     */
    @Override
    public Tensor tensor(String name) {
        SafetensorsEntry entry = floats(name);
        boolean mappable = entry.tensor().type() == ElementType.F32
                && entry.start() % Float.BYTES == 0
                && entry.length() > 0
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        if (!mappable) {
            Tensor copy = Tensor.zeros(entry.tensor().shape());
            read(entry, copy);
            return copy;
        }
        try {
            FloatBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, entry.start(), entry.length())
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
            return Tensor.on(entry.tensor().shape(), mapped);
        } catch (IOException e) {
            throw unreadable(entry, e);
        }
    }

    @Override
    public void read(String name, Tensor target) {
        SafetensorsEntry entry = floats(name);
        entry.tensor().checkShape(this, name, target);
        read(entry, target);
    }

    /**
     * @param name a name in {@link #tensors()}
     * @return the tensor's bytes as they lie in the file, little-endian, in a buffer of their own
     * @throws WeightFileException if there is no such tensor or it can't be read
     */
    public ByteBuffer bytes(String name) {
        SafetensorsEntry entry = entry(name);
        if (entry.length() > Integer.MAX_VALUE) {
            throw new WeightFileException(path, "parameter " + name + " is larger than one buffer (2^31 - 1 bytes).");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) entry.length()).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (new ChannelInput(channel, entry.start()).readNBytes(bytes.array(), 0, bytes.capacity())
                    < bytes.capacity()) {
                throw new EOFException();
            }
        } catch (IOException e) {
            throw unreadable(entry, e);
        }
        return bytes;
    }

    /**
     * Reads the whole file and compares it with its checksum, which finds every flipped bit.
     *
     * @throws WeightFileException if the file is damaged, or was written without {@link SafetensorsWriter#checksum()}
     */
    public void requireIntact() {
        if (!tensors.containsKey(SafetensorsWriter.CHECKSUM)) {
            throw new WeightFileException(path, "has no checksum (tensor " + SafetensorsWriter.CHECKSUM + ").");
        }
        long stored = bytes(SafetensorsWriter.CHECKSUM).getLong(0);
        CRC32C found = new CRC32C();
        byte[] piece = new byte[CHECKED_AT_ONCE];
        try {
            long left = entry(SafetensorsWriter.CHECKSUM).start();
            ChannelInput input = new ChannelInput(channel, 0);
            while (left > 0) {
                int count = input.read(piece, 0, (int) Math.min(piece.length, left));
                if (count < 0) {
                    throw new EOFException();
                }
                found.update(piece, 0, count);
                left -= count;
            }
        } catch (IOException e) {
            throw new WeightFileException(path, "can't be checked (" + e + ").", e);
        }
        if (stored != found.getValue()) {
            throw new WeightFileException(
                    path, "is damaged: its bytes do not have the checksum that it was written with.");
        }
    }

    SafetensorsEntry entry(String name) {
        StoredTensor.named(this, name);
        return header.entries().get(name);
    }

    private SafetensorsEntry floats(String name) {
        StoredTensor.floats(this, name);
        return entry(name);
    }

    private void read(SafetensorsEntry entry, Tensor target) {
        try {
            FloatElements.read(
                    new ChannelInput(channel, entry.start()),
                    entry.tensor().type(),
                    ByteOrder.LITTLE_ENDIAN,
                    entry.tensor().shape().elements(),
                    target.data());
        } catch (IOException e) {
            throw unreadable(entry, e);
        }
    }

    private WeightFileException unreadable(SafetensorsEntry entry, IOException cause) {
        if (cause instanceof EOFException) {
            return new WeightFileException(path, "became shorter while it was read. Copy or download it again.", cause);
        }
        return new WeightFileException(path, "parameter " + entry.name() + " can't be read (" + cause + ").", cause);
    }

    @Override
    public void close() {
        WeightChannel.close(channel);
    }
}
