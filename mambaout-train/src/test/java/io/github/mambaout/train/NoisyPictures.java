package io.github.mambaout.train;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small pictures of three classes that differ in colour below noise; the same ones as files in folders and in tar files. */
final class NoisyPictures {
    static final int TRAINING = 60;
    static final int HELD_OUT = 12;

    private static final List<String> CLASSES = List.of("blue", "green", "red");
    private static final int SIZE = 20;
    private static final int TAR_FILES = 3;

    private NoisyPictures() {}

    private static String label(int index) {
        return CLASSES.get(index % CLASSES.size());
    }

    private static byte[] png(int index) throws IOException {
        Random random = new Random(index);
        int shift = 8 * (index % CLASSES.size());
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                image.setRGB(x, y, (random.nextInt() & 0x7F7F7F) + (0x50 << shift));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** @return the data set's string */
    static String inFolders(Path folder) throws IOException {
        for (int i = 0; i < TRAINING + HELD_OUT; i++) {
            Path file = folder.resolve(i < TRAINING ? "train" : "val")
                    .resolve(label(i))
                    .resolve(i + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, png(i));
        }
        return "folder:" + folder;
    }

    /** @return the data set's string */
    static String inShards(Path folder) throws IOException {
        Files.createDirectories(folder);
        int each = TRAINING / TAR_FILES;
        for (int shard = 0; shard < TAR_FILES; shard++) {
            tar(folder.resolve("train-" + shard + ".tar"), shard * each, each);
        }
        tar(folder.resolve("val-0.tar"), TRAINING, HELD_OUT);
        return "shards:" + folder;
    }

    private static void tar(Path file, int first, int count) throws IOException {
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            for (int i = first; i < first + count; i++) {
                member(out, i + ".png", png(i));
                member(out, i + ".cls", label(i).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void member(TarArchiveOutputStream out, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }
}
