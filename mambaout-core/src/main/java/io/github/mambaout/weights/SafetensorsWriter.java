package io.github.mambaout.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * Collects tensors and metadata and writes them as one safetensors file, in the order in which they were given. The same
 * content gives the same bytes.
 */
public final class SafetensorsWriter {
    /** Name of the tensor that holds the checksum (CRC-32C) of all that lies before it. */
    public static final String CHECKSUM = "crc32c";

    /** The data starts at a multiple of this many bytes, a cache line, so that a mapped file serves aligned loads. */
    private static final int ALIGNMENT = 64;

    private static final int CHUNK_FLOATS = 1 << 14;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Source> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /** Writes the elements of one tensor. */
    private interface Elements {
        void writeTo(CheckedOutputStream out, Path file) throws IOException;
    }

    private record Source(StoredTensor stored, Elements elements) {
        private long bytes() {
            return (long) stored.shape().elements() * stored.type().bytes();
        }
    }

    /** Starts with no tensors and no metadata. */
    public SafetensorsWriter() {}

    /**
     * @param name the tensor's name; each only once
     * @param tensor its values, which are read when the file is written, as 32-bit floats
     * @return this writer
     */
    public SafetensorsWriter tensor(String name, Tensor tensor) {
        return tensor(name, new StoredTensor(ElementType.F32, tensor.shape()), () -> tensor);
    }

    /**
     * @param name the tensor's name; each only once
     * @param stored its type in the file, one of {@code F32}, {@code F16} and {@code BF16}, and its shape
     * @param values gives its values when their turn to be written comes, so that they need no memory before
     * @return this writer
     */
    public SafetensorsWriter tensor(String name, StoredTensor stored, Supplier<Tensor> values) {
        return add(name, stored, (out, file) -> writeValues(out, file, name, stored, values.get()));
    }

    /**
     * @param name the tensor's name; each only once
     * @param bytes its elements, of type {@code U8}; not copied
     * @return this writer
     */
    public SafetensorsWriter bytes(String name, byte... bytes) {
        return add(name, new StoredTensor(ElementType.U8, Shape.of(bytes.length)), (out, file) -> out.write(bytes));
    }

    /**
     * Ends the file with a checksum of every byte before it, the tensor {@value #CHECKSUM} of one {@code I64}, by which {@link
     * SafetensorsFile#requireIntact} finds damage. Nothing can be added afterwards.
     *
     * @return this writer
     */
    public SafetensorsWriter checksum() {
        return add(
                CHECKSUM,
                new StoredTensor(ElementType.I64, Shape.of(1)),
                (out, file) -> out.write(littleEndian(out.getChecksum().getValue())));
    }

    private SafetensorsWriter add(String name, StoredTensor stored, Elements elements) {
        if (name.equals(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException(name + " is not free: the format keeps it for metadata");
        }
        if (tensors.containsKey(CHECKSUM)) {
            throw new IllegalArgumentException(
                    "The checksum ends the file; tensor " + name + " has to be given before it");
        }
        if (tensors.putIfAbsent(name, new Source(stored, elements)) != null) {
            throw new IllegalArgumentException("A tensor named " + name + " was already given");
        }
        return this;
    }

    /**
     * @param key a key; a later value replaces an earlier one
     * @param value any text
     * @return this writer
     */
    public SafetensorsWriter metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /**
     * @param entries keys and values to add
     * @return this writer
     */
    public SafetensorsWriter metadata(Map<String, String> entries) {
        metadata.putAll(entries);
        return this;
    }

    /**
     * Writes the file in one step: whenever this is stopped, the place holds its old content or the whole new one.
     *
     * @param path where to; missing folders are made
     * @throws WeightFileException if it can't be written there, or a value is too large for its type; nothing is left behind
     */
    public void write(Path path) {
        byte[] header = header();
        try {
            AtomicFile.write(path, out -> {
                CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
                checked.write(littleEndian(header.length));
                checked.write(header);
                for (Source tensor : tensors.values()) {
                    tensor.elements.writeTo(checked, path);
                }
            });
        } catch (IOException e) {
            throw new WeightFileException(path, "was not saved. " + e.getMessage(), e);
        }
    }

    private static byte[] littleEndian(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    private byte[] header() {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode strings = root.putObject(SafetensorsHeader.METADATA);
            metadata.forEach(strings::put);
        }
        long position = 0;
        for (Map.Entry<String, Source> named : tensors.entrySet()) {
            StoredTensor stored = named.getValue().stored;
            ObjectNode entry = root.putObject(named.getKey());
            entry.put("dtype", stored.type().name());
            entry.putPOJO("shape", stored.shape().sizes());
            long end = position + named.getValue().bytes();
            entry.putPOJO("data_offsets", new long[] {position, end});
            position = end;
        }
        byte[] json;
        try {
            json = JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of strings and numbers is always valid JSON", e);
        }
        int unpadded = SafetensorsHeader.LENGTH_BYTES + json.length;
        byte[] padded = Arrays.copyOf(json, json.length + Math.floorMod(-unpadded, ALIGNMENT));
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void writeValues(OutputStream out, Path path, String name, StoredTensor stored, Tensor tensor)
            throws IOException {
        ElementType type = stored.type();
        if (!tensor.shape().equals(stored.shape())) {
            throw new ShapeMismatchException("writing tensor " + name, stored.shape(), tensor.shape());
        }
        int elements = tensor.shape().elements();
        float[] values = new float[Math.min(CHUNK_FLOATS, elements)];
        ByteBuffer bytes = ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < elements; ) {
            int count = Math.min(values.length, elements - done);
            tensor.data().get(done, values, 0, count);
            OptionalInt beyond = FloatElements.firstBeyond(values, count, type);
            if (beyond.isPresent()) {
                throw new WeightFileException(
                        path,
                        "was not saved. Value " + (done + beyond.getAsInt()) + " of parameter " + name + ", "
                                + values[beyond.getAsInt()] + ", is too large for " + type
                                + " and would become infinite. Choose BF16 or F32.");
            }
            FloatElements.narrow(values, count, type, bytes);
            out.write(bytes.array(), 0, count * type.bytes());
            done += count;
        }
    }
}
