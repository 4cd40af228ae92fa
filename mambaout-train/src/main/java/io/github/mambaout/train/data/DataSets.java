package io.github.mambaout.train.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens data sets by one string. */
public final class DataSets {
    private static final String FOLDER = "folder:";
    private static final String FASHION_MNIST = "fashion-mnist:";
    private static final String BUNDLED = "bundled";

    private DataSets() {}

    /**
     * @param data {@code folder:FOLDER} for pictures in {@code FOLDER/train/CLASS} and {@code FOLDER/val/CLASS}, {@code
     *     fashion-mnist:FOLDER} for the four files of Fashion-MNIST, {@code fashion-mnist:bundled} for the small set that
     *     the library carries, or {@code pathfinder:SIZE} for {@link Pathfinder}, with options as in {@link PathfinderSettings}
     * @return the data set
     * @throws DataException if there is no such kind, or if the files are missing or wrong; the message names them
     */
    public static DataSource open(String data) {
        if (data.equals(FASHION_MNIST + BUNDLED)) {
            return FashionMnist.bundled();
        }
        if (data.startsWith(FASHION_MNIST)) {
            return FashionMnist.open(path(data, FASHION_MNIST));
        }
        if (data.startsWith(FOLDER)) {
            return ImageFolder.open(path(data, FOLDER));
        }
        if (PathfinderSettings.understands(data)) {
            return Pathfinder.open(PathfinderSettings.parse(data));
        }
        throw new DataException("There is no data set '" + data
                + "'. Give folder:FOLDER (pictures in FOLDER/train/CLASS and FOLDER/val/CLASS), fashion-mnist:FOLDER"
                + " (its four .gz files), fashion-mnist:bundled or pathfinder:SIZE.");
    }

    private static Path path(String data, String prefix) {
        String path = data.substring(prefix.length());
        if (path.isBlank()) {
            throw new DataException("'" + data + "' names no folder; write " + prefix + "FOLDER.");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new DataException("'" + path + "' is no path: " + e.getMessage(), e);
        }
    }
}
