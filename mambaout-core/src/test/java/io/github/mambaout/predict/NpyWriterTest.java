package io.github.mambaout.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format is that of {@code numpy.lib.format}, version 1.0. */
class NpyWriterTest {
    private Path path;

    @BeforeEach
    void choosePath(@TempDir Path folder) {
        path = folder.resolve("a.npy");
    }

    private SeekableByteChannel open() throws IOException {
        return Files.newByteChannel(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** A file cut into its parts as the format describes them. */
    private record Npy(byte[] magic, int dataStart, String description, float[] values) {
        static Npy read(Path path) throws IOException {
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
            byte[] magic = new byte[8];
            file.get(magic);
            byte[] description = new byte[Short.toUnsignedInt(file.getShort())];
            file.get(description);
            int dataStart = file.position();
            float[] values = new float[file.remaining() / Float.BYTES];
            file.asFloatBuffer().get(values);
            return new Npy(magic, dataStart, new String(description, StandardCharsets.US_ASCII), values);
        }
    }

    @Test
    void fileHasTheBytesThatTheFormatAsksFor() throws IOException {
        try (SeekableByteChannel file = open();
                NpyWriter rows = new NpyWriter(file)) {
            rows.add(Shape.of(3), new float[] {1, -2.5f, 3});
            rows.add(Shape.of(3), new float[] {4, 5, 1e-30f});
        }
        Npy npy = Npy.read(path);
        assertThat(npy.magic()).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        assertThat(npy.dataStart() % 64).isZero();
        assertThat(npy.description())
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }")
                .endsWith(" \n");
        assertThat(npy.values()).containsExactly(1, -2.5f, 3, 4, 5, 1e-30f);
        byte[] bytes = Files.readAllBytes(path);
        // 1.0f in little-endian.
        assertThat(Arrays.copyOfRange(bytes, npy.dataStart(), npy.dataStart() + 4))
                .containsExactly(0, 0, 0x80, 0x3F);
    }

    @Test
    void fileIsAnArrayOfTheRowsSoFarAtEveryTime() throws IOException {
        try (SeekableByteChannel file = open();
                NpyWriter rows = new NpyWriter(file)) {
            assertThat(Npy.read(path).description()).contains("'shape': (0,)");
            for (int i = 1; i <= 12; i++) {
                rows.add(Shape.of(2, 1, 2), new float[] {i, i, i, i});
                Npy npy = Npy.read(path);
                assertThat(npy.description()).contains("'shape': (" + i + ", 2, 1, 2)");
                assertThat(npy.values()).hasSize(4 * i).endsWith(i, i);
                assertThat(rows.count()).isEqualTo(i);
            }
        }
    }

    @Test
    void rowOfAnotherShapeIsRefused() throws IOException {
        try (SeekableByteChannel file = open();
                NpyWriter rows = new NpyWriter(file)) {
            rows.add(Shape.of(2), new float[2]);
            assertThatThrownBy(() -> rows.add(Shape.of(3), new float[3]))
                    .isInstanceOf(ShapeMismatchException.class)
                    .hasMessageContaining("row 1")
                    .hasMessageContaining("[2]")
                    .hasMessageContaining("[3]");
            assertThatThrownBy(() -> rows.add(Shape.of(2), new float[3])).hasMessageContaining("3 values");
        }
    }
}
