package io.github.mambaout.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects tensors and metadata and writes them as one safetensors file, in the order in which they were given and as
 * 32-bit floats. The same content gives the same bytes.
 */
public final class SafetensorsWriter {
    /** The data starts at a multiple of this many bytes, a cache line, so that a mapped file serves aligned loads. */
    private static final int ALIGNMENT = 64;

    private static final int CHUNK_FLOATS = 1 << 14;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    /** Starts with no tensors and no metadata. */
    public SafetensorsWriter() {}

    /**
     * @param name the tensor's name; each only once
     * @param tensor its values, which are read when the file is written
     * @return this writer
     */
    public SafetensorsWriter tensor(String name, Tensor tensor) {
        if (name.equals(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException(name + " is not free: the format keeps it for metadata");
        }
        if (tensors.putIfAbsent(name, tensor) != null) {
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
     * @throws WeightFileException if it can't be written there; nothing is left behind
     */
    public void write(Path path) {
        byte[] header = header();
        try {
            AtomicFile.write(path, out -> {
                out.write(ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .array());
                out.write(header);
                for (Tensor tensor : tensors.values()) {
                    writeFloats(out, tensor);
                }
            });
        } catch (IOException e) {
            throw new WeightFileException(path, "was not saved. " + e.getMessage(), e);
        }
    }

    private byte[] header() {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode strings = root.putObject(SafetensorsHeader.METADATA);
            metadata.forEach(strings::put);
        }
        long position = 0;
        for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
            Shape shape = named.getValue().shape();
            ObjectNode entry = root.putObject(named.getKey());
            entry.put("dtype", ElementType.F32.name());
            entry.putPOJO("shape", shape.sizes());
            long end = position + (long) shape.elements() * Float.BYTES;
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

    private static void writeFloats(OutputStream out, Tensor tensor) throws IOException {
        int elements = tensor.shape().elements();
        float[] values = new float[Math.min(CHUNK_FLOATS, elements)];
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < elements; ) {
            int count = Math.min(values.length, elements - done);
            tensor.data().get(done, values, 0, count);
            bytes.asFloatBuffer().put(values, 0, count);
            out.write(bytes.array(), 0, count * Float.BYTES);
            done += count;
        }
    }
}
