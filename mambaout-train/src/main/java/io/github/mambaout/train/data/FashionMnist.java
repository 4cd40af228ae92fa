package io.github.mambaout.train.data;

import io.github.mambaout.image.CropMode;
import io.github.mambaout.image.Interpolation;
import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Preprocessing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Fashion-MNIST (Xiao, Rasul and Vollgraf 2017): grey pictures of 28 by 28 pixels of ten kinds of clothing, in four idx
 * files. Any set of the same format and classes will do, whatever its number of pictures.
 */
public final class FashionMnist extends LabelledPictures {
    /** The classes in the order of their labels. */
    public static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    /** Mean and standard deviation of the training pictures' grey values, on the scale 0 to 1. */
    private static final double MEAN = 0.2860;

    private static final double STD = 0.3530;
    /** Twice the pictures' size, so that the stem's two strides leave something to see. */
    private static final int INPUT_SIZE = 56;

    private static final String BUNDLED_FOLDER = "/io/github/mambaout/train/fashion-mnist-small/";
    private static final String IMAGES = "-images-idx3-ubyte.gz";
    private static final String LABELS = "-labels-idx1-ubyte.gz";

    private final int height;
    private final int width;
    private final byte[] pixels;

    private FashionMnist(String name, IdxFile images, IdxFile labels, String labelsName) {
        super(name, CLASSES, labels.size(0), index -> labels.values()[index] & 0xFF);
        this.height = images.size(1);
        this.width = images.size(2);
        this.pixels = images.values();
        if (images.size(0) != labels.size(0)) {
            throw new DataException(labelsName + ": holds " + labels.size(0) + " labels, but beside it are "
                    + images.size(0) + " pictures. The two files must belong together; fetch both again.");
        }
        for (int i = 0; i < size(); i++) {
            if (label(i) >= CLASSES.size()) {
                throw new DataException(labelsName + ": label " + i + " is " + label(i)
                        + ", but Fashion-MNIST has the labels 0 to 9. Is it another data set?");
            }
        }
    }

    private interface Opener {
        InputStream open(String file) throws IOException;
    }

    /**
     * @param folder holds {@code train-images-idx3-ubyte.gz}, {@code train-labels-idx1-ubyte.gz}, {@code
     *     t10k-images-idx3-ubyte.gz} and {@code t10k-labels-idx1-ubyte.gz}
     * @return both parts
     * @throws DataException if a file is missing, cut short or of another kind; the message names it
     */
    public static DataSource open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder + ": there is no such folder. Fashion-MNIST's four .gz files are expected in"
                    + " it (https://github.com/zalandoresearch/fashion-mnist).");
        }
        return open("fashion-mnist:" + folder, folder + "/", file -> {
            Path path = folder.resolve(file);
            if (!Files.isRegularFile(path)) {
                throw new DataException(path + ": this file is missing; Fashion-MNIST consists of four .gz files"
                        + " (https://github.com/zalandoresearch/fashion-mnist).");
            }
            return Files.newInputStream(path);
        });
    }

    /** @return 6,000 training and 1,500 held-out pictures of the set, the same number of each class, from the jar */
    public static DataSource bundled() {
        return open("fashion-mnist:bundled", "bundled ", file -> {
            InputStream in = FashionMnist.class.getResourceAsStream(BUNDLED_FOLDER + file);
            if (in == null) {
                throw new DataException(BUNDLED_FOLDER + file + ": this file is missing from the jar. Build it again.");
            }
            return in;
        });
    }

    private static DataSource open(String name, String place, Opener opener) {
        return new DataSource(
                read(name + " (train)", "train", place, opener),
                read(name + " (t10k)", "t10k", place, opener),
                new Preprocessing(
                        INPUT_SIZE,
                        INPUT_SIZE,
                        1,
                        CropMode.SQUASH,
                        Interpolation.BILINEAR,
                        false,
                        List.of(MEAN, MEAN, MEAN),
                        List.of(STD, STD, STD)));
    }

    private static FashionMnist read(String name, String part, String place, Opener opener) {
        return new FashionMnist(
                name,
                readIdx(part + IMAGES, place, opener, 3),
                readIdx(part + LABELS, place, opener, 1),
                place + part + LABELS);
    }

    private static IdxFile readIdx(String file, String place, Opener opener, int dimensions) {
        try (InputStream in = opener.open(file)) {
            return IdxFile.read(in, place + file, dimensions);
        } catch (IOException e) {
            throw new DataException(place + file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Sample> sample(int index) {
        int length = height * width;
        byte[] grey = Arrays.copyOfRange(pixels, index * length, (index + 1) * length);
        return Optional.of(new Sample(Picture.ofGrey(width, height, grey), label(index)));
    }
}
