package io.github.mambaout.weights;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An open safetensors file. Opening reads the header and checks it against the file's length; tensors are read one by one,
 * so files of any size work as long as each tensor fits one buffer.
 *
 * <p>Many threads may read one open file. Closing it leaves the tensors valid that were taken from it.
 */
public final class SafetensorsFile implements WeightFile {
    /** Bytes that are read at once: large enough to be quick, small enough to stay in the cache. */
    private static final int CHUNK = 1 << 18;

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
        if (Files.isDirectory(path)) {
            throw new WeightFileException(path, "is a folder; a .safetensors file is needed.");
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new WeightFileException(path, "there is no such file. Check the path.", e);
        } catch (IOException e) {
            throw new WeightFileException(path, "can't be opened (" + e + "). Check that you may read it.", e);
        }
        boolean opened = false;
        try {
            SafetensorsFile file = new SafetensorsFile(path, channel, SafetensorsHeader.read(path, channel));
            opened = true;
            return file;
        } catch (IOException e) {
            throw new WeightFileException(path, "can't be read (" + e + ").", e);
        } finally {
            if (!opened) {
                closeQuietly(channel);
            }
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The file was only read, and the reason it is given up for is already on its way to the caller.
            return;
        }
    }

    @Override
    public Path path() {
        return path;
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
        if (!entry.tensor().shape().equals(target.shape())) {
            throw new ShapeMismatchException(
                    path + ": parameter " + name, target.shape(), entry.tensor().shape());
        }
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
            fill(bytes, entry.start());
        } catch (IOException e) {
            throw unreadable(entry, e);
        }
        return bytes;
    }

    SafetensorsEntry entry(String name) {
        SafetensorsEntry entry = header.entries().get(name);
        if (entry == null) {
            throw new WeightFileException(
                    path,
                    "has no parameter " + name + "; it holds "
                            + header.entries().size() + " others.");
        }
        return entry;
    }

    private SafetensorsEntry floats(String name) {
        SafetensorsEntry entry = entry(name);
        if (!entry.tensor().type().readsAsFloats()) {
            throw new WeightFileException(
                    path,
                    "parameter " + name + " is " + entry.tensor().type()
                            + ", but only F32, F16, BF16 and F64 can be read as floats. Convert the file first.");
        }
        return entry;
    }

    private void read(SafetensorsEntry entry, Tensor target) {
        int size = entry.tensor().type().bytes();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[CHUNK / size];
        Shape shape = entry.tensor().shape();
        try {
            for (int done = 0; done < shape.elements(); ) {
                int count = Math.min(values.length, shape.elements() - done);
                fill(chunk.clear().limit(count * size), entry.start() + (long) done * size);
                FloatElements.widen(entry.tensor().type(), chunk, values, count);
                target.data().put(done, values, 0, count);
                done += count;
            }
        } catch (IOException e) {
            throw unreadable(entry, e);
        }
    }

    private void fill(ByteBuffer bytes, long position) throws IOException {
        int start = bytes.position();
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position() - start) < 0) {
                throw new WeightFileException(path, "became shorter while it was read. Copy or download it again.");
            }
        }
        bytes.flip();
    }

    private WeightFileException unreadable(SafetensorsEntry entry, IOException cause) {
        return new WeightFileException(path, "parameter " + entry.name() + " can't be read (" + cause + ").", cause);
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
