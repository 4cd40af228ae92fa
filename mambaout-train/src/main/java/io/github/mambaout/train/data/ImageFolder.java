package io.github.mambaout.train.data;

import io.github.mambaout.image.PictureReader;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.image.UnreadablePictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Pictures in one folder for each class: {@code FOLDER/train/CLASS/*} and {@code FOLDER/val/CLASS/*}. Classes and files are
 * ordered by name, whatever order the file system has. Files that are no pictures by their ending are passed over; those
 * that are by their ending alone are skipped when they are met.
 */
public final class ImageFolder implements DataSet {
    private static final int INPUT_SIZE = 224;

    private record Entry(Path file, int label) {}

    private final String name;
    private final List<String> classes;
    private final List<Entry> entries;
    private final PictureReader reader = new PictureReader();
    private final SkippedPictures skipped = new SkippedPictures();

    private ImageFolder(String name, List<String> classes, List<Entry> entries) {
        this.name = name;
        this.classes = classes;
        this.entries = entries;
    }

    /**
     * @param folder holds {@code train} and {@code val}, with a folder for each class in both
     * @return both parts
     * @throws DataException if a folder is missing or empty, or a class has no pictures; the message names it
     */
    public static DataSource open(Path folder) {
        Path train = folder.resolve("train");
        Path val = folder.resolve("val");
        requireFolder(folder, "there is no such folder");
        requireFolder(train, "this folder is missing");
        requireFolder(val, "this folder with held-out pictures is missing");
        List<String> classes = classes(train);
        List<String> unknown = new ArrayList<>(classes(val));
        unknown.removeAll(classes);
        if (!unknown.isEmpty()) {
            throw new DataException(
                    val.resolve(unknown.get(0)) + ": this class is not in " + train + ". Both need the same classes.");
        }
        return new DataSource(
                read("folder:" + train, train, classes),
                read("folder:" + val, val, classes),
                Preprocessing.imageNet(INPUT_SIZE));
    }

    private static void requireFolder(Path folder, String problem) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    folder + ": " + problem + ". Expected are pictures in FOLDER/train/CLASS/ and FOLDER/val/CLASS/.");
        }
    }

    private static List<String> classes(Path folder) {
        List<String> classes = list(folder, Files::isDirectory).stream()
                .map(path -> path.getFileName().toString())
                .toList();
        if (classes.isEmpty()) {
            throw new DataException(
                    folder + ": holds no folders. Each class needs a folder of its own with its pictures in it.");
        }
        return classes;
    }

    private static ImageFolder read(String name, Path folder, List<String> classes) {
        List<Entry> entries = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            Path place = folder.resolve(classes.get(label));
            requireFolder(place, "the class " + classes.get(label) + " has no folder here");
            List<Path> pictures = list(place, PictureReader::isPictureName);
            if (pictures.isEmpty()) {
                throw new DataException(
                        place
                                + ": holds no pictures (.jpg, .png, .webp and so on). Add some, or remove the class from train and val.");
            }
            for (Path picture : pictures) {
                entries.add(new Entry(picture, label));
            }
        }
        return new ImageFolder(name, classes, List.copyOf(entries));
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(wanted)
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return entries.get(index).label();
    }

    @Override
    public Optional<Sample> sample(int index) {
        Entry entry = entries.get(index);
        try {
            return Optional.of(new Sample(reader.read(entry.file()), entry.label()));
        } catch (UnreadablePictureException e) {
            skipped.add(index, new SkippedPicture(entry.file().toString(), e.getMessage()));
            return Optional.empty();
        }
    }

    @Override
    public List<SkippedPicture> skipped() {
        return skipped.toList();
    }
}
