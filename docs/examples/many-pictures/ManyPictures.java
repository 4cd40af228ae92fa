import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a large set of small pictures as tar shards, to see that memory does not grow with a set: {@code java -cp
 * mambaout-bench/target/mambaout-bench.jar docs/examples/many-pictures/ManyPictures.java FOLDER PICTURES}. Their class is the hue that is
 * hidden under the noise.
 */
public final class ManyPictures {
    private static final int SIZE = 32;
    private static final int CLASSES = 10;
    private static final int PICTURES_OF_A_SHARD = 10_000;
    private static final int HELD_OUT = 1_000;

    private ManyPictures() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int pictures = Integer.parseInt(arguments[1]);
        for (int first = 0; first < pictures; first += PICTURES_OF_A_SHARD) {
            String name = String.format("train/%04d.tar", first / PICTURES_OF_A_SHARD);
            write(folder.resolve(name), first, Math.min(PICTURES_OF_A_SHARD, pictures - first));
        }
        write(folder.resolve("val/0000.tar"), pictures, HELD_OUT);
    }

    private static void write(Path file, int first, int count) throws IOException {
        Files.createDirectories(file.getParent());
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            for (int index = first; index < first + count; index++) {
                String key = String.format("%08d", index);
                add(tar, key + ".jpg", picture(index));
                add(tar, key + ".cls", Integer.toString(index % CLASSES).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static byte[] picture(int index) throws IOException {
        SplittableRandom random = new SplittableRandom(index);
        BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        float hue = index % CLASSES / (float) CLASSES;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                float noise = (float) random.nextDouble(-0.2, 0.2);
                picture.setRGB(x, y, Color.HSBtoRGB(hue + noise, 0.6f, (float) random.nextDouble()));
            }
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", jpeg);
        return jpeg.toByteArray();
    }
}
