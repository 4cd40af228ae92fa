import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the bundled subset of Fashion-MNIST from the full set: of each file the first N pictures of each class, in the
 * order of the file. Run it from the project's folder:
 *
 * <pre>
 * java mambaout-train/src/data/java/MakeFashionMnistSmall.java FULL_SET_FOLDER \
 *     mambaout-train/src/main/resources/io/github/mambaout/train/fashion-mnist-small
 * </pre>
 */
final class MakeFashionMnistSmall {
    private static final int CLASSES = 10;
    private static final int PIXELS = 28 * 28;
    private static final int IMAGES_MAGIC = 0x803;
    private static final int LABELS_MAGIC = 0x801;

    public static void main(String[] arguments) throws IOException {
        Path from = Path.of(arguments[0]);
        Path to = Path.of(arguments[1]);
        select(from, to, "train", 600);
        select(from, to, "t10k", 150);
    }

    private static void select(Path from, Path to, String part, int perClass) throws IOException {
        byte[] labels = read(from.resolve(part + "-labels-idx1-ubyte.gz"), LABELS_MAGIC, 1);
        byte[] images = read(from.resolve(part + "-images-idx3-ubyte.gz"), IMAGES_MAGIC, PIXELS);
        int[] taken = new int[CLASSES];
        ByteArrayOutputStream keptLabels = new ByteArrayOutputStream();
        ByteArrayOutputStream keptImages = new ByteArrayOutputStream();
        for (int i = 0; i < labels.length; i++) {
            if (taken[labels[i]] < perClass) {
                taken[labels[i]]++;
                keptLabels.write(labels[i]);
                keptImages.write(images, i * PIXELS, PIXELS);
            }
        }
        int kept = CLASSES * perClass;
        write(to.resolve(part + "-labels-idx1-ubyte.gz"), keptLabels.toByteArray(), LABELS_MAGIC, kept);
        write(to.resolve(part + "-images-idx3-ubyte.gz"), keptImages.toByteArray(), IMAGES_MAGIC, kept, 28, 28);
    }

    private static byte[] read(Path file, int magic, int bytesPerItem) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != magic) {
                throw new IOException(file + " is not the idx file it should be");
            }
            int items = in.readInt();
            if (magic == IMAGES_MAGIC) {
                in.readInt();
                in.readInt();
            }
            return in.readNBytes(items * bytesPerItem);
        }
    }

    private static void write(Path file, byte[] content, int magic, int... sizes) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BestCompression(Files.newOutputStream(file)))) {
            out.writeInt(magic);
            for (int size : sizes) {
                out.writeInt(size);
            }
            out.write(content);
        }
    }

    private static final class BestCompression extends GZIPOutputStream {
        BestCompression(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
