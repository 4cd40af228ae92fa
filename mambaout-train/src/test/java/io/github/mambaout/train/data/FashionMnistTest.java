package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {
    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte.gz";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte.gz";

    @TempDir
    Path folder;

    @BeforeEach
    void writeASmallSet() throws IOException {
        for (String part : new String[] {"train", "t10k"}) {
            write(
                    part + "-images-idx3-ubyte.gz",
                    idx(new int[] {3, 2, 2}, 0, 1, 2, 3, 10, 11, 12, 13, 252, 253, 254, 255));
            write(part + "-labels-idx1-ubyte.gz", idx(new int[] {3}, 9, 0, 4));
        }
    }

    @Test
    void picturesAndLabelsAreThoseOfTheFiles() {
        DataSet training = DataSets.open("fashion-mnist:" + folder).training();
        assertThat(training.size()).isEqualTo(3);
        assertThat(training.classes()).hasSize(10).endsWith("Ankle boot");
        Sample last = training.sample(2).orElseThrow();
        assertThat(last.label()).isEqualTo(4);
        assertThat(last.picture().width()).isEqualTo(2);
        assertThat(last.picture().get(1, 0, 0)).isEqualTo(253);
        assertThat(last.picture().get(0, 1, 2)).isEqualTo(254);
        assertThat(training.skipped()).isEmpty();
    }

    @Test
    void bundledSetHasAsManyPicturesOfEachClass() {
        DataSource source = DataSets.open("fashion-mnist:bundled");
        assertThat(countsByClass(source.training())).containsOnly(600);
        assertThat(countsByClass(source.validation())).containsOnly(150);
        assertThat(source.preprocessing().height()).isEqualTo(56);
    }

    private static int[] countsByClass(DataSet data) {
        int[] counts = new int[10];
        for (int i = 0; i < data.size(); i++) {
            counts[data.sample(i).orElseThrow().label()]++;
        }
        return counts;
    }

    @Test
    void truncatedFileIsAnsweredWithItsName() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve(TRAIN_IMAGES));
        for (int length = 0; length < whole.length; length++) {
            Files.write(folder.resolve(TRAIN_IMAGES), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> DataSets.open("fashion-mnist:" + folder))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(TRAIN_IMAGES);
        }
    }

    @Test
    void contentShorterThanItsHeaderSaysIsCalledCutShort() throws IOException {
        write(TRAIN_IMAGES, idx(new int[] {3, 2, 2}, 1, 2, 3));
        assertRefused(TRAIN_IMAGES + ": ends before all of its 12 values. The file is cut short");
    }

    @Test
    void wrongContentIsAnsweredWithOneSentence() throws IOException {
        write(TRAIN_IMAGES, idx(new int[] {3}, 1, 2, 3));
        assertRefused(TRAIN_IMAGES + ": starts with 00 00 08 01, but an idx file of 3-dimensional unsigned bytes");
        write(TRAIN_IMAGES, idx(new int[] {-1, 2, 2}));
        assertRefused(TRAIN_IMAGES + ": its header claims the sizes [-1]");
        write(TRAIN_IMAGES, idx(new int[] {Integer.MAX_VALUE, 2000, 2000}));
        assertRefused(TRAIN_IMAGES + ": its header claims the sizes");
        write(TRAIN_IMAGES, idx(new int[] {1, 1, 1}, 1, 2));
        assertRefused(TRAIN_IMAGES + ": goes on after the 1 values");
        Files.writeString(folder.resolve(TRAIN_IMAGES), "not compressed at all");
        assertRefused(TRAIN_IMAGES + ": is not a readable gzip file");
    }

    @Test
    void labelsMustFitThePicturesAndTheClasses() throws IOException {
        write(TRAIN_LABELS, idx(new int[] {2}, 1, 2));
        assertRefused(TRAIN_LABELS + ": holds 2 labels, but beside it are 3 pictures");
        write(TRAIN_LABELS, idx(new int[] {3}, 1, 10, 2));
        assertRefused(TRAIN_LABELS + ": label 1 is 10");
    }

    @Test
    void missingFilesAndFoldersAreNamed() throws IOException {
        Files.delete(folder.resolve(TRAIN_LABELS));
        assertRefused(TRAIN_LABELS + ": this file is missing");
        assertThatThrownBy(() -> DataSets.open("fashion-mnist:" + folder.resolve("none")))
                .hasMessageContaining("none: there is no such folder");
        assertThatThrownBy(() -> DataSets.open("fashion-mnist:")).hasMessageContaining("names no folder");
        assertThatThrownBy(() -> DataSets.open("mnist")).hasMessageContaining("There is no data set 'mnist'");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> DataSets.open("fashion-mnist:" + folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    private static byte[] idx(int[] sizes, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + values.length);
        bytes.put(new byte[] {0, 0, 8, (byte) sizes.length});
        for (int size : sizes) {
            bytes.putInt(size);
        }
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.array();
    }

    private void write(String file, byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        }
        Files.write(folder.resolve(file), compressed.toByteArray());
    }
}
