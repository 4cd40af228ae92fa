package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    /** Every type, with the values that NumPy converts them to as 32-bit floats beside them. */
    private Path types() throws IOException {
        Path file = folder.resolve("types.safetensors");
        try (InputStream in = SafetensorsFileTest.class.getResourceAsStream("/weights/types.safetensors")) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    private Path file(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).put(data);
        Path file = folder.resolve("made.safetensors");
        Files.write(file, bytes.array());
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "f16, f16.widened",
        "bf16, bf16.widened",
        "f64, f64.narrowed",
        "edge.f16, edge.f16.widened",
        "edge.bf16, edge.bf16.widened"
    })
    void otherFloatTypesReadAsNumPyConvertsThem(String name, String expected) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(types())) {
            assertThat(file.tensor(name).shape())
                    .isEqualTo(file.tensor(expected).shape());
            assertThat(bits(file.tensor(name))).isEqualTo(bits(file.tensor(expected)));
        }
    }

    private static int[] bits(Tensor tensor) {
        int[] bits = new int[tensor.shape().elements()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(tensor.get(i));
        }
        return bits;
    }

    @Test
    void tensorsKeepTheOrderTypesAndShapesOfTheFile() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(types())) {
            assertThat(file.tensors().keySet())
                    .startsWith("f32", "f16", "f16.widened")
                    .endsWith("i64", "none");
            assertThat(file.tensors().get("f16").type()).isEqualTo(ElementType.F16);
            assertThat(file.tensors().get("f16").shape()).isEqualTo(Shape.of(8, 3, 3, 3));
            assertThat(file.metadata()).containsEntry("format", "pt");
        }
    }

    @Test
    void mappedTensorOutlivesTheFileAndCanNotBeWrittenTo() throws IOException {
        Tensor mapped;
        Tensor copied = Tensor.zeros(Shape.of(8, 3, 3, 3));
        try (SafetensorsFile file = SafetensorsFile.open(types())) {
            mapped = file.tensor("f32");
            file.read("f32", copied);
        }
        assertThat(mapped.toArray()).isEqualTo(copied.toArray());
        assertThatThrownBy(() -> mapped.data().put(0, 1f)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void floatsAtOddPositionsAreCopiedRight() throws IOException {
        byte[] data = new byte[9];
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putFloat(1, 1.5f).putFloat(5, -2f);
        // The header is 128 bytes long, so that the floats start at byte 1 behind a multiple of 4.
        String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[1,9]}}";
        try (SafetensorsFile file = SafetensorsFile.open(file(header + " ".repeat(128 - header.length()), data))) {
            assertThat(file.entry("b").start() % 4).isEqualTo(1);
            assertThat(file.tensor("b").toArray()).containsExactly(1.5f, -2f);
        }
    }

    @Test
    void emptyAndScalarTensorsAreRead() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(types())) {
            assertThat(file.tensor("none").shape()).isEqualTo(Shape.of(0, 3));
            assertThat(file.bytes("i64").getLong()).isEqualTo(7);
            assertThat(file.tensors().get("i64").shape()).isEqualTo(Shape.of());
        }
    }

    @Test
    void unknownNameAndIntegersAreRefusedWithTheFilesName() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(types())) {
            assertThatThrownBy(() -> file.tensor("stem.conv9.weight"))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContainingAll("types.safetensors", "stem.conv9.weight");
            assertThatThrownBy(() -> file.tensor("i64"))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContainingAll("types.safetensors", "i64", "I64");
            assertThatThrownBy(() -> file.read("f32", Tensor.zeros(Shape.of(216))))
                    .isInstanceOf(ShapeMismatchException.class)
                    .hasMessageContainingAll("types.safetensors", "f32", "[216]", "[8, 3, 3, 3]");
        }
    }

    @Test
    void fileCutAnywhereIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(types());
        Path cut = folder.resolve("cut.safetensors");
        for (int length = 0; length < whole.length; length += length < 64 ? 1 : 97) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SafetensorsFile.open(cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContaining("cut.safetensors");
        }
    }

    @Test
    void damagedFileIsReadOrRefusedButNothingElse() throws IOException {
        byte[] whole = Files.readAllBytes(types());
        Path damagedFile = folder.resolve("damaged.safetensors");
        long seed = 3;
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = whole.clone();
            for (int k = 0; k < 3; k++) {
                damaged[random.nextInt(k == 0 ? 1200 : damaged.length)] = (byte) random.nextInt();
            }
            Files.write(damagedFile, damaged);
            try (SafetensorsFile file = SafetensorsFile.open(damagedFile)) {
                for (String name : file.tensors().keySet()) {
                    assertThat(file.bytes(name).remaining())
                            .isEqualTo((int) file.entry(name).length());
                }
            } catch (WeightFileException e) {
                assertThat(e).as("seed %d, damage %d", seed, i).hasMessageContaining("damaged.safetensors");
            }
        }
    }

    @Test
    void trailingBytesAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(types());
        Path longer = folder.resolve("longer.safetensors");
        Files.write(longer, Arrays.copyOf(whole, whole.length + 3));
        assertThatThrownBy(() -> SafetensorsFile.open(longer))
                .hasMessageContaining("3 bytes behind its last parameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{} x",
                "{\"a\":1}",
                "{\"a\":{}}",
                "{\"__metadata__\":{\"a\":1}}",
                "{\"__metadata__\":[]}",
                "{\"a\":{\"dtype\":\"F31\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,12]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,18446744073709551624]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,8]}}"
            })
    void wrongHeaderIsRefusedWithTheFilesName(String header) throws IOException {
        Path made = file(header, new byte[8]);
        assertThatThrownBy(() -> SafetensorsFile.open(made))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("made.safetensors");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}};"
                        + "parameter b overlaps the one before it",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}};parameter a: data_offsets must be a list of whole",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}};"
                        + "Duplicate field 'a'",
                "{'a':{'dtype':'F31','shape':[2],'data_offsets':[0,8]}};parameter a: dtype must be one of",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}};parameter a is F32 [3], which takes 12 bytes"
            })
    void refusalSaysWhatIsWrong(String header, String problem) throws IOException {
        Path made = file(header.replace('\'', '"'), new byte[8]);
        assertThatThrownBy(() -> SafetensorsFile.open(made))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void headerOfTwoGigabytesIsRefusedBeforeItIsRead() throws IOException {
        Path made = file("{}", new byte[0]);
        try (RandomAccessFile sparse = new RandomAccessFile(made.toFile(), "rw")) {
            sparse.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(2L << 30)
                    .array());
            // The file system keeps the rest as a hole where it can.
            sparse.setLength((2L << 30) + 8);
        }
        assertThatThrownBy(() -> WeightFile.open(made, WeightSet.TRAINED))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("made.safetensors", "2147483648", "at most 10000000");
    }

    @Test
    void tensorThatFitsNoBufferIsRefused() throws IOException {
        long elements = 600_000_000;
        String header =
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + elements + "],\"data_offsets\":[0," + 4 * elements + "]}}";
        Path made = file(header, new byte[0]);
        try (RandomAccessFile sparse = new RandomAccessFile(made.toFile(), "rw")) {
            sparse.setLength(sparse.length() + 4 * elements);
        }
        try (SafetensorsFile file = SafetensorsFile.open(made)) {
            assertThatThrownBy(() -> file.tensor("a"))
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContainingAll("made.safetensors", "parameter a", "larger than one buffer");
        } finally {
            Files.delete(made);
        }
    }

    @Test
    void deeplyNestedHeaderIsRefused() throws IOException {
        Path made = file("[".repeat(1_000_000), new byte[0]);
        assertThatThrownBy(() -> SafetensorsFile.open(made)).isInstanceOf(WeightFileException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, Long.MIN_VALUE, Long.MAX_VALUE, 10_000_001})
    void impossibleHeaderLengthIsRefused(long length) throws IOException {
        Path made = folder.resolve("made.safetensors");
        Files.write(
                made,
                ByteBuffer.allocate(64)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .array());
        assertThatThrownBy(() -> SafetensorsFile.open(made))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("made.safetensors");
    }

    @Test
    void missingFileAndFolderAreNamed() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("absent.safetensors")))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("absent.safetensors", "no such file");
        assertThatThrownBy(() -> SafetensorsFile.open(folder))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    void tensorsBehindTwoGigabytesAreRead() throws IOException {
        long gap = 3L << 30;
        String header = "{\"a\":{\"dtype\":\"F64\",\"shape\":[" + gap / 8 + "],\"data_offsets\":[0," + gap + "]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[" + gap + "," + (gap + 8) + "]}}";
        Path made = file(header, new byte[0]);
        long start = Files.size(made);
        // The file system keeps the gap as a hole where it can.
        try (RandomAccessFile sparse = new RandomAccessFile(made.toFile(), "rw")) {
            sparse.seek(start + gap);
            sparse.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(3f)
                    .putFloat(4f)
                    .array());
        }
        try (SafetensorsFile file = SafetensorsFile.open(made)) {
            assertThat(file.tensor("b").toArray()).containsExactly(3f, 4f);
        } finally {
            Files.delete(made);
        }
    }
}
