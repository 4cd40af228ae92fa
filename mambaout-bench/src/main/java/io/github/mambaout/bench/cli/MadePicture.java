package io.github.mambaout.bench.cli;

import io.github.mambaout.layer.Randomness;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A picture of the size and about the detail of a photograph, always the same: broad waves with noise. */
final class MadePicture {
    static final int WIDTH = 640;
    static final int HEIGHT = 427;
    private static final double NOISE = 24;

    private MadePicture() {}

    /**
     * @param file where it goes, as JPEG
     * @return the file
     */
    static Path write(Path file) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Randomness random = Randomness.ofSeed(0).at("picture");
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double noise = NOISE * (random.uniform(y * WIDTH + x) - 0.5);
                picture.setRGB(
                        x,
                        y,
                        level(Math.sin(x / 23.0), noise) << 16
                                | level(Math.cos(y / 31.0), noise) << 8
                                | level(Math.sin((x + y) / 47.0), noise));
            }
        }
        try {
            if (!ImageIO.write(picture, "jpg", file.toFile())) {
                throw new IllegalStateException("This Java can't write JPEG files");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int level(double wave, double noise) {
        return (int) Math.max(0, Math.min(255, 128 + 90 * wave + noise));
    }
}
