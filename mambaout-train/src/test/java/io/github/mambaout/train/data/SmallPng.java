package io.github.mambaout.train.data;

import io.github.mambaout.image.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Pictures of 3x2 pixels of one colour. */
final class SmallPng {
    private SmallPng() {}

    static byte[] bytes(int rgb) {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        IntStream.range(0, 6).forEach(i -> image.setRGB(i % 3, i / 3, rgb));
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void write(Path file, int rgb) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes(rgb));
    }

    /** The colour of a sample's last pixel. */
    static int rgb(DataSet data, int index) {
        Picture picture = data.sample(index).orElseThrow().picture();
        return picture.get(2, 1, 0) << 16 | picture.get(2, 1, 1) << 8 | picture.get(2, 1, 2);
    }

    /** The colours of all samples in their order. */
    static int[] colours(DataSet data) {
        return IntStream.range(0, data.size()).map(index -> rgb(data, index)).toArray();
    }

    /** The labels of all samples in their order. */
    static int[] labels(DataSet data) {
        return IntStream.range(0, data.size()).map(data::label).toArray();
    }
}
