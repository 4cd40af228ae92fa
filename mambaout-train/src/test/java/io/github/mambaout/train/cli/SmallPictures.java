package io.github.mambaout.train.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A data set of pictures that are told apart at a glance: dark ones and bright ones. */
final class SmallPictures {
    static final int SIZE = 32;
    private static final int TRAINING_PER_CLASS = 8;
    private static final int HELD_OUT_PER_CLASS = 3;

    private SmallPictures() {}

    /** Writes {@code train} and {@code val} with the classes {@code bright} and {@code dark}. */
    static Path writeFolder(Path folder) throws IOException {
        writeClass(folder.resolve("train/dark"), 40, TRAINING_PER_CLASS);
        writeClass(folder.resolve("train/bright"), 200, TRAINING_PER_CLASS);
        writeClass(folder.resolve("val/dark"), 50, HELD_OUT_PER_CLASS);
        writeClass(folder.resolve("val/bright"), 190, HELD_OUT_PER_CLASS);
        return folder;
    }

    private static void writeClass(Path folder, int grey, int count) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            write(folder.resolve(i + ".png"), grey + i);
        }
    }

    static Path write(Path file, int grey) throws IOException {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int value = Math.min(255, grey + (x + y) % 8);
                image.setRGB(x, y, value << 16 | value << 8 | value);
            }
        }
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
