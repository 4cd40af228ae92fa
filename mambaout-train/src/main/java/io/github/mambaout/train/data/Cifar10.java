package io.github.mambaout.train.data;

import io.github.mambaout.image.CropMode;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Preprocessing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * CIFAR-10 (Krizhevsky 2009) in its binary version: pictures of 32 by 32 pixels of ten kinds of things, in files of records of 3,073
 * bytes: the label, then 1,024 bytes each of red, green and blue, row by row. Any number of pictures in a file will do. The files are
 * mapped, not loaded.
 */
public final class Cifar10 extends LabelledPictures {
    /** The classes in the order of their labels. */
    public static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int RECORD = 1 + Picture.CHANNELS * PLANE;
    /** Twice the pictures' size, so that the stem's two strides leave something to see. */
    private static final int INPUT_SIZE = 2 * SIDE;

    /** Mean and standard deviation of the training pictures' red, green and blue, on the scale 0 to 1. */
    private static final List<Double> MEAN = List.of(0.4914, 0.4822, 0.4465);

    private static final List<Double> STD = List.of(0.2470, 0.2435, 0.2616);
    private static final String FOLDER_IN_ARCHIVE = "cifar-10-batches-bin";
    private static final String WHERE = "CIFAR-10's binary version consists of data_batch_1.bin to data_batch_5.bin and"
            + " test_batch.bin (https://www.cs.toronto.edu/~kriz/cifar.html)";

    private final List<ByteBuffer> files;
    /** Index of each file's first picture, and behind them the number of all. */
    private final int[] firsts;

    private Cifar10(String name, List<ByteBuffer> files, int[] firsts, byte... labels) {
        super(name, CLASSES, labels.length, index -> labels[index]);
        this.files = files;
        this.firsts = firsts;
    }

    /**
     * @param folder holds {@code data_batch_1.bin} to {@code data_batch_5.bin} and {@code test_batch.bin}, or the folder {@code
     *     cifar-10-batches-bin} with them
     * @return the training and the test pictures
     * @throws DataException if a file is missing, cut short or of another kind; the message names it
     */
    public static DataSource open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder + ": there is no such folder. " + WHERE + ".");
        }
        Path inner = folder.resolve(FOLDER_IN_ARCHIVE);
        Path place = Files.isDirectory(inner) ? inner : folder;
        List<Path> train = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> place.resolve("data_batch_" + number + ".bin"))
                .toList();
        return new DataSource(
                read("cifar10:" + folder + " (train)", train),
                read("cifar10:" + folder + " (test)", List.of(place.resolve("test_batch.bin"))),
                new Preprocessing(
                        INPUT_SIZE, INPUT_SIZE, 1, CropMode.SQUASH, Interpolation.BILINEAR, false, MEAN, STD));
    }

    private static Cifar10 read(String name, List<Path> paths) {
        List<ByteBuffer> files = paths.stream().map(Cifar10::map).toList();
        int[] firsts = new int[files.size() + 1];
        for (int file = 0; file < files.size(); file++) {
            firsts[file + 1] = Math.addExact(firsts[file], files.get(file).limit() / RECORD);
        }
        byte[] labels = new byte[firsts[files.size()]];
        for (int file = 0; file < files.size(); file++) {
            for (int sample = firsts[file]; sample < firsts[file + 1]; sample++) {
                int record = sample - firsts[file];
                labels[sample] = checked(files.get(file).get(record * RECORD), record, paths.get(file));
            }
        }
        return new Cifar10(name, files, firsts, labels);
    }

    private static ByteBuffer map(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(file + ": this file is missing; " + WHERE + ".");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size == 0 || size % RECORD != 0 || size > Integer.MAX_VALUE) {
                throw new DataException(file + ": has " + size + " bytes, but a file of CIFAR-10 has a multiple of "
                        + RECORD + ". It is cut short or another file; fetch it again.");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte checked(byte label, int record, Path file) {
        if (label < 0 || label >= CLASSES.size()) {
            throw new DataException(file + ": picture " + record + " has the label " + (label & 0xFF)
                    + ", but CIFAR-10 has the labels 0 to 9. Is it another data set?");
        }
        return label;
    }

    @Override
    public Optional<Sample> sample(int index) {
        int file = 0;
        while (firsts[file + 1] <= index) {
            file++;
        }
        ByteBuffer pixels = files.get(file);
        int start = (index - firsts[file]) * RECORD + 1;
        byte[] rgb = new byte[Picture.CHANNELS * PLANE];
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
            for (int pixel = 0; pixel < PLANE; pixel++) {
                rgb[pixel * Picture.CHANNELS + channel] = pixels.get(start + channel * PLANE + pixel);
            }
        }
        return Optional.of(new Sample(Picture.of(SIDE, SIDE, rgb), label(index)));
    }
}
