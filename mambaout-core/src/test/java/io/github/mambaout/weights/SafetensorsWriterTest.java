package io.github.mambaout.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    private List<String> filesIn(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void fileHoldsWhatWasGivenInOrder() throws IOException {
        Path path = folder.resolve("new").resolve("weights.safetensors");
        Tensor large = Tensor.zeros(Shape.of(300, 301));
        for (int i = 0; i < large.shape().elements(); i++) {
            large.data().put(i, i * 0.25f - 7);
        }
        new SafetensorsWriter()
                .tensor("z.weight", large)
                .tensor("a.bias", Tensor.of(Shape.of(2), Float.NaN, -0f))
                .tensor("scalar", Tensor.of(Shape.of(), 5f))
                .tensor("empty", Tensor.zeros(Shape.of(0, 4)))
                .metadata("classes", "[\"Größe\",\"\u732b\",\"a \\\"b\\\"\"]")
                .write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.tensors().keySet()).containsExactly("z.weight", "a.bias", "scalar", "empty");
            assertThat(file.tensor("z.weight").shape()).isEqualTo(Shape.of(300, 301));
            assertThat(file.tensor("z.weight").toArray()).isEqualTo(large.toArray());
            assertThat(Float.floatToRawIntBits(file.tensor("a.bias").get(1))).isEqualTo(0x80000000);
            assertThat(file.tensor("a.bias").get(0)).isNaN();
            assertThat(file.tensor("scalar").toArray()).containsExactly(5f);
            assertThat(file.tensor("empty").shape()).isEqualTo(Shape.of(0, 4));
            assertThat(file.metadata()).containsEntry("classes", "[\"Größe\",\"\u732b\",\"a \\\"b\\\"\"]");
        }
        assertThat(filesIn(path.getParent())).containsExactly("weights.safetensors");
    }

    @Test
    void bytesAreThoseOfTheSpecification() throws IOException {
        Path path = folder.resolve("w.safetensors");
        new SafetensorsWriter()
                .tensor("a", Tensor.of(Shape.of(2, 1), 1f, 2f))
                .metadata("k", "v")
                .write(path);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong(0);
        assertThat((8 + length) % 64).isZero();
        assertThat(new String(bytes.array(), 8, length, StandardCharsets.UTF_8).strip())
                .isEqualTo("{\"__metadata__\":{\"k\":\"v\"},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}");
        assertThat(bytes.capacity()).isEqualTo(8 + length + 8);
        assertThat(bytes.getFloat(8 + length)).isEqualTo(1f);
        assertThat(bytes.getFloat(8 + length + 4)).isEqualTo(2f);
    }

    @Test
    void halvesTakeTwoBytesEach() throws IOException {
        Path path = folder.resolve("w.safetensors");
        Tensor values = Tensor.of(Shape.of(2), 1f, -2.5f);
        new SafetensorsWriter()
                .tensor("half", new StoredTensor(ElementType.F16, Shape.of(2)), () -> values)
                .tensor("brain", new StoredTensor(ElementType.BF16, Shape.of(2)), () -> values)
                .write(path);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) bytes.getLong(0);
        assertThat(new String(bytes.array(), 8, length, StandardCharsets.UTF_8).strip())
                .isEqualTo("{\"half\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                        + "\"brain\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[4,8]}}");
        assertThat(bytes.getLong(8 + length)).isEqualTo(0xC020_3F80_C100_3C00L);
    }

    @Test
    void everyFlippedBitIsFoundByTheChecksum() throws IOException {
        Path path = folder.resolve("w.safetensors");
        new SafetensorsWriter()
                .tensor("a", Tensor.of(Shape.of(2), 1f, 2f))
                .bytes("text", "hello".getBytes(StandardCharsets.UTF_8))
                .checksum()
                .write(path);
        byte[] intact = Files.readAllBytes(path);
        CRC32C expected = new CRC32C();
        expected.update(intact, 0, intact.length - 8);
        assertThat(ByteBuffer.wrap(intact).order(ByteOrder.LITTLE_ENDIAN).getLong(intact.length - 8))
                .isEqualTo(expected.getValue());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            file.requireIntact();
            assertThat(file.bytes("text").array())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("hello");
        }
        for (int bit = 0; bit < 8 * intact.length; bit++) {
            byte[] damaged = intact.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(path, damaged);
            assertThatThrownBy(() -> {
                        try (SafetensorsFile file = SafetensorsFile.open(path)) {
                            file.requireIntact();
                        }
                    })
                    .as("bit %d", bit)
                    .isInstanceOf(WeightFileException.class)
                    .hasMessageContaining("w.safetensors");
        }
    }

    @Test
    void fileWithoutAChecksumCannotBeCheckedAndNothingFollowsOne() {
        Path path = folder.resolve("w.safetensors");
        new SafetensorsWriter().tensor("a", Tensor.zeros(Shape.of(1))).write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThatThrownBy(file::requireIntact).hasMessageContaining("has no checksum");
        }
        SafetensorsWriter ended = new SafetensorsWriter().checksum();
        assertThatThrownBy(() -> ended.tensor("a", Tensor.zeros(Shape.of(1)))).hasMessageContaining("tensor a");
    }

    @Test
    void sameContentGivesTheSameBytes() throws IOException {
        Path first = folder.resolve("first.safetensors");
        Path second = folder.resolve("second.safetensors");
        for (Path path : List.of(first, second)) {
            new SafetensorsWriter()
                    .tensor("a", Tensor.of(Shape.of(3), 1f, 2f, 3f))
                    .metadata("seed", "0")
                    .write(path);
        }
        assertThat(first).hasSameBinaryContentAs(second);
    }

    @Test
    void mappedTensorCanBeWrittenToAnotherFile() {
        Path path = folder.resolve("w.safetensors");
        new SafetensorsWriter().tensor("a", Tensor.of(Shape.of(2), 1f, 2f)).write(path);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            new SafetensorsWriter().tensor("b", file.tensor("a")).write(folder.resolve("copy.safetensors"));
        }
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("copy.safetensors"))) {
            assertThat(file.tensor("b").toArray()).containsExactly(1f, 2f);
        }
    }

    @Test
    void writingWorksOnAnInterruptedThread() {
        Path path = folder.resolve("w.safetensors");
        Thread.currentThread().interrupt();
        try {
            new SafetensorsWriter().tensor("a", Tensor.of(Shape.of(1), 1f)).write(path);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(path).exists();
    }

    @Test
    void nameTwiceOrReservedIsRefused() {
        SafetensorsWriter writer = new SafetensorsWriter().tensor("a", Tensor.zeros(Shape.of(1)));
        assertThatThrownBy(() -> writer.tensor("a", Tensor.zeros(Shape.of(1)))).hasMessageContaining("a");
        assertThatThrownBy(() -> writer.tensor("__metadata__", Tensor.zeros(Shape.of(1))))
                .hasMessageContaining("__metadata__");
    }

    @Test
    void placeThatIsAFolderOrBelowAFileIsRefused() throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter().tensor("a", Tensor.zeros(Shape.of(1)));
        Files.writeString(folder.resolve("file"), "kept");
        assertThatThrownBy(() -> writer.write(folder))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("not saved", "is a folder");
        assertThatThrownBy(() -> writer.write(folder.resolve("file").resolve("w.safetensors")))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContainingAll("not saved", "w.safetensors");
        assertThat(filesIn(folder)).containsExactly("file");
    }

    @Test
    void failedWriteKeepsTheOldFileAndLeavesNothingBehind() throws IOException {
        Path path = folder.resolve("w.bin");
        AtomicFile.write(path, out -> out.write(new byte[] {1, 2, 3}));
        assertThatThrownBy(() -> AtomicFile.write(path, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("the disk is full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("w.bin", "the disk is full");
        assertThatThrownBy(() -> AtomicFile.write(path, out -> {
                    throw new IllegalStateException("no content");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Files.readAllBytes(path)).containsExactly(1, 2, 3);
        assertThat(filesIn(folder)).containsExactly("w.bin");
    }

    @Test
    void symbolicLinkStaysAndItsTargetIsReplaced() throws IOException {
        Path real = folder.resolve("real.bin");
        Path link = folder.resolve("link.bin");
        Files.write(real, new byte[] {1});
        try {
            Files.createSymbolicLink(link, real);
        } catch (IOException | UnsupportedOperationException e) {
            org.junit.jupiter.api.Assumptions.abort("This system makes no symbolic links: " + e);
        }
        AtomicFile.write(link, out -> out.write(2));
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(Files.readAllBytes(real)).containsExactly(2);
    }
}
