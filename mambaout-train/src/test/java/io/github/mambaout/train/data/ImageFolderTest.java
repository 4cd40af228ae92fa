package io.github.mambaout.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeASmallSet() throws IOException {
        picture("train/cat/b.png", 0x102030);
        picture("train/cat/a.PNG", 0xFF0000);
        picture("train/ape/c.png", 0x00FF00);
        Files.writeString(folder.resolve("train/ape/notes.txt"), "no picture");
        Files.writeString(folder.resolve("train/.DS_Store"), "");
        picture("val/cat/d.png", 0x0000FF);
        picture("val/ape/e.png", 0x0000FE);
    }

    @Test
    void classesAndFilesAreOrderedByName() {
        DataSource source = DataSets.open("folder:" + folder);
        DataSet training = source.training();
        assertThat(training.classes()).containsExactly("ape", "cat");
        assertThat(training.size()).isEqualTo(3);
        assertSample(training, 0, 0, 0x00FF00);
        assertSample(training, 1, 1, 0xFF0000);
        assertSample(training, 2, 1, 0x102030);
        assertThat(source.validation().size()).isEqualTo(2);
        assertThat(source.preprocessing().height()).isEqualTo(224);
    }

    private static void assertSample(DataSet data, int index, int label, int rgb) {
        Sample sample = data.sample(index).orElseThrow();
        assertThat(sample.label()).isEqualTo(label);
        assertThat(sample.picture().get(2, 1, 0) << 16
                        | sample.picture().get(2, 1, 1) << 8
                        | sample.picture().get(2, 1, 2))
                .isEqualTo(rgb);
    }

    @Test
    void textFileNamedAsAPictureIsSkippedAndCountedOnce() throws IOException {
        Files.writeString(folder.resolve("train/ape/a.jpg"), "this is text");
        DataSet training = DataSets.open("folder:" + folder).training();
        assertThat(training.size()).isEqualTo(4);
        assertThat(training.sample(0)).isEmpty();
        assertThat(training.sample(0)).isEmpty();
        assertThat(training.skipped()).hasSize(1);
        assertThat(training.skipped().get(0).file()).endsWith("a.jpg");
        assertThat(training.skipped().get(0).reason()).contains("a.jpg");
    }

    @Test
    void missingAndEmptyFoldersAreNamed() throws IOException {
        assertRefused("folder:" + folder.resolve("none"), "none: there is no such folder");
        assertRefused("folder:" + folder.resolve("train"), "this folder is missing");
        Files.createDirectories(folder.resolve("empty/train"));
        Files.createDirectories(folder.resolve("empty/val"));
        assertRefused("folder:" + folder.resolve("empty"), "train: holds no folders");
    }

    @Test
    void classWithoutPicturesIsNamed() throws IOException {
        Files.createDirectories(folder.resolve("train/dog"));
        Files.writeString(folder.resolve("train/dog/readme.txt"), "");
        assertRefused("folder:" + folder, "dog: holds no pictures");
        picture("train/dog/f.png", 0);
        assertRefused("folder:" + folder, "the class dog has no folder here");
        picture("val/dog/g.png", 0);
        picture("val/elk/h.png", 0);
        assertRefused("folder:" + folder, "elk: this class is not in");
    }

    private static void assertRefused(String data, String message) {
        assertThatThrownBy(() -> DataSets.open(data))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    private void picture(String path, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 6; i++) {
            image.setRGB(i % 3, i / 3, rgb);
        }
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }
}
