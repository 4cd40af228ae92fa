package io.github.mambaout.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.mambaout.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The header of a safetensors file, believed only after every number in it has been checked against the file: eight bytes
 * of length, a JSON object of {@code name -> {dtype, shape, data_offsets}}, then the data without gaps.
 *
 * @param entries the tensors by name, in the order of the header
 * @param metadata the free strings under {@code __metadata__}
 */
record SafetensorsHeader(Map<String, SafetensorsEntry> entries, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";
    static final int LENGTH_BYTES = Long.BYTES;
    /**
     * Against headers made to exhaust memory: as a tree, JSON takes up to 30 times its length. The format's reference
     * implementation stops at ten times as much; 100,000 tensors need this.
     */
    private static final long LARGEST_HEADER = 10_000_000;

    static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new WeightFileException(
                    file, "is only " + size + " bytes long, so it is no safetensors file. Was it copied completely?");
        }
        long length = readFully(file, channel, 0, LENGTH_BYTES).getLong();
        if (length < 2 || length > LARGEST_HEADER) {
            throw new WeightFileException(
                    file,
                    "is no safetensors file: its first 8 bytes should be the length of a header of at most "
                            + LARGEST_HEADER + " bytes, but say " + Long.toUnsignedString(length) + ".");
        }
        long dataStart = LENGTH_BYTES + length;
        if (dataStart > size) {
            throw new WeightFileException(
                    file,
                    "was cut short: its header needs " + dataStart + " bytes, but the file has " + size
                            + ". Copy or download it again.");
        }
        JsonValue.Members root = parse(file, readFully(file, channel, LENGTH_BYTES, (int) length));
        Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = Map.of();
        for (Map.Entry<String, JsonValue> property : root.byName().entrySet()) {
            if (property.getKey().equals(METADATA)) {
                metadata = strings(file, property.getValue());
            } else {
                entries.put(property.getKey(), entry(file, property.getKey(), property.getValue(), dataStart, size));
            }
        }
        checkThatDataIsCovered(file, entries.values(), dataStart, size);
        return new SafetensorsHeader(Collections.unmodifiableMap(entries), metadata);
    }

    private static ByteBuffer readFully(Path file, FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new WeightFileException(file, "became shorter while it was read. Try again.");
            }
        }
        return bytes.flip();
    }

    private static JsonValue.Members parse(Path file, ByteBuffer header) {
        JsonValue root;
        try {
            root = JsonValue.parse(header.array());
        } catch (JsonProcessingException e) {
            throw new WeightFileException(
                    file, "is no safetensors file: its header is not valid JSON (" + e.getOriginalMessage() + ").", e);
        } catch (IOException e) {
            throw new WeightFileException(file, "is no safetensors file: its header is not valid UTF-8.", e);
        }
        if (root instanceof JsonValue.Members members) {
            return members;
        }
        throw new WeightFileException(file, "is no safetensors file: its header is not a JSON object.");
    }

    private static Map<String, String> strings(Path file, JsonValue value) {
        if (!(value instanceof JsonValue.Members members)) {
            throw new WeightFileException(file, METADATA + " in its header must be an object of strings.");
        }
        Map<String, String> strings = new LinkedHashMap<>();
        members.byName().forEach((name, member) -> {
            if (!(member instanceof JsonValue.Text text)) {
                throw new WeightFileException(file, METADATA + "." + name + " in its header must be a string.");
            }
            strings.put(name, text.value());
        });
        return Collections.unmodifiableMap(strings);
    }

    private static SafetensorsEntry entry(Path file, String name, JsonValue value, long dataStart, long size) {
        Map<String, JsonValue> members = value instanceof JsonValue.Members it ? it.byName() : Map.of();
        ElementType type = elementType(file, name, Optional.ofNullable(members.get("dtype")));
        long[] sizes = longs(file, name, "shape", members);
        long[] offsets = longs(file, name, "data_offsets", members);
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw new WeightFileException(
                    file, "parameter " + name + ": data_offsets must be a start and an end behind it.");
        }
        if (offsets[1] > size - dataStart) {
            throw new WeightFileException(
                    file,
                    "was cut short: parameter " + name + " ends at byte " + offsets[1]
                            + " of the data, but the file has " + (size - dataStart) + ". Copy or download it again.");
        }
        Shape shape = shape(file, name, sizes);
        long length = offsets[1] - offsets[0];
        if (length != (long) shape.elements() * type.bytes()) {
            throw new WeightFileException(
                    file,
                    "parameter " + name + " is " + type + " " + shape + ", which takes "
                            + (long) shape.elements() * type.bytes() + " bytes, but its data_offsets span " + length
                            + ". The file is damaged.");
        }
        return new SafetensorsEntry(name, new StoredTensor(type, shape), dataStart + offsets[0], length);
    }

    private static ElementType elementType(Path file, String name, Optional<JsonValue> value) {
        for (ElementType type : ElementType.values()) {
            if (value.isPresent() && value.get().equals(new JsonValue.Text(type.name()))) {
                return type;
            }
        }
        throw new WeightFileException(
                file,
                "parameter " + name + ": dtype must be one of " + List.of(ElementType.values()) + ", but is "
                        + value.map(it -> it instanceof JsonValue.Text text ? '"' + text.value() + '"' : "no string")
                                .orElse("missing")
                        + ".");
    }

    private static long[] longs(Path file, String name, String key, Map<String, JsonValue> members) {
        if (members.get(key) instanceof JsonValue.Items items
                && items.inOrder().stream().allMatch(item -> item instanceof JsonValue.Whole it && it.value() >= 0)) {
            return items.inOrder().stream().mapToLong(JsonValue::whole).toArray();
        }
        throw new WeightFileException(
                file, "parameter " + name + ": " + key + " must be a list of whole numbers of at least 0.");
    }

    private static Shape shape(Path file, String name, long[] sizes) {
        int[] small = new int[sizes.length];
        try {
            for (int i = 0; i < sizes.length; i++) {
                small[i] = Math.toIntExact(sizes[i]);
            }
            return Shape.of(small);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new WeightFileException(
                    file, "parameter " + name + " has more elements than one tensor can hold (2^31 - 1).", e);
        }
    }

    private static void checkThatDataIsCovered(
            Path file, Iterable<SafetensorsEntry> entries, long dataStart, long size) {
        List<SafetensorsEntry> ordered = new ArrayList<>();
        entries.forEach(ordered::add);
        ordered.sort(Comparator.comparingLong(SafetensorsEntry::start).thenComparingLong(SafetensorsEntry::end));
        long position = dataStart;
        for (SafetensorsEntry entry : ordered) {
            if (entry.start() != position) {
                String problem = entry.start() < position ? "overlaps the one before it" : "leaves a gap before it";
                throw new WeightFileException(
                        file,
                        "parameter " + entry.name() + " " + problem + ": it should start at byte "
                                + (position - dataStart) + " of the data, but starts at "
                                + (entry.start() - dataStart) + ". The file is damaged.");
            }
            position = entry.end();
        }
        if (position != size) {
            throw new WeightFileException(
                    file,
                    "has " + (size - position) + " bytes behind its last parameter. The file is damaged; copy or "
                            + "download it again.");
        }
    }
}
