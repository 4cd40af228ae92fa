package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
    @TempDir
    Path folder;

    /** Two training pictures a file, one test picture; the pixel of plane c at y, x is seed + 64 c + y + 2 x modulo 256. */
    @BeforeEach
    void writeASmallSet() throws IOException {
        for (int file = 1; file <= 5; file++) {
            write("data_batch_" + file + ".bin", 2 * file - 2, 2 * file - 1);
        }
        write("test_batch.bin", 9);
    }

    private void write(String name, int... labels) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int label : labels) {
            out.write(label);
            for (int at = 0; at < 3072; at++) {
                out.write(pixel(label, at / 1024, at % 1024 / 32, at % 32));
            }
        }
        Files.write(folder.resolve(name), out.toByteArray());
    }

    private static int pixel(int seed, int channel, int y, int x) {
        return seed + 64 * channel + y + 2 * x & 0xFF;
    }

    @Test
    void planesBecomePixels() {
        DataSource source = DataSets.open("cifar10:" + folder);
        DataSet training = source.training();
        assertThat(SmallPng.labels(training)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(training.classes()).hasSize(10).startsWith("airplane").endsWith("truck");
        assertThat(source.validation().size()).isEqualTo(1);
        assertThat(source.preprocessing().height()).isEqualTo(64);
        for (int index : new int[] {0, 3, 9}) {
            Sample sample = training.sample(index).orElseThrow();
            assertThat(sample.label()).isEqualTo(index);
            Picture picture = sample.picture();
            assertThat(picture.width()).isEqualTo(32);
            for (int channel = 0; channel < 3; channel++) {
                for (int at = 0; at < 1024; at++) {
                    assertThat(picture.get(at % 32, at / 32, channel))
                            .isEqualTo(pixel(index, channel, at / 32, at % 32));
                }
            }
        }
    }

    @Test
    void folderOfTheArchiveIsFound() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("unpacked/cifar-10-batches-bin"));
        for (String name : new String[] {
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin",
            "test_batch.bin"
        }) {
            Files.copy(folder.resolve(name), inner.resolve(name));
        }
        assertThat(DataSets.open("cifar10:" + folder.resolve("unpacked"))
                        .training()
                        .size())
                .isEqualTo(10);
    }

    @Test
    void wrongFilesAreNamed() throws IOException {
        assertRefused(folder.resolve("none"), "none: there is no such folder");
        byte[] whole = Files.readAllBytes(folder.resolve("data_batch_3.bin"));
        Files.write(folder.resolve("data_batch_3.bin"), Arrays.copyOf(whole, 5000));
        assertRefused(folder, "data_batch_3.bin: has 5000 bytes");
        Files.write(folder.resolve("data_batch_3.bin"), new byte[0]);
        assertRefused(folder, "data_batch_3.bin: has 0 bytes");
        whole[3073] = 10;
        Files.write(folder.resolve("data_batch_3.bin"), whole);
        assertRefused(folder, "data_batch_3.bin: picture 1 has the label 10");
        whole[3073] = (byte) 200;
        Files.write(folder.resolve("data_batch_3.bin"), whole);
        assertRefused(folder, "picture 1 has the label 200");
        Files.delete(folder.resolve("data_batch_3.bin"));
        assertRefused(folder, "data_batch_3.bin: this file is missing");
    }

    private static void assertRefused(Path folder, String message) {
        assertThatThrownBy(() -> DataSets.open("cifar10:" + folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }
}
