package io.github.mambaout.train.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Opens data sets by one string, {@code KIND:WHERE}. */
public final class DataSets {
    private static final String BUNDLED = "bundled";

    /**
     * A kind of data sets.
     *
     * @param name what stands before the colon
     * @param where what stands behind it, as a placeholder
     * @param example of what stands there
     * @param description what is found there
     * @param opening opens what stands behind the colon
     */
    private record Kind(
            String name, String where, String example, String description, Function<String, DataSource> opening) {
        String prefix() {
            return name + ":";
        }

        /** For instance {@code folder:FOLDER (pictures in ...)}. */
        String usage() {
            return prefix() + where + " (" + description + ")";
        }

        DataSource open(String data) {
            String place = data.substring(prefix().length());
            if (place.isBlank()) {
                throw new DataException("'" + data + "' names no " + where.toLowerCase(Locale.ROOT)
                        + "; write for instance " + prefix() + example + ".");
            }
            return opening.apply(place);
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "folder",
                    "FOLDER",
                    "pets",
                    "pictures in FOLDER/train/CLASS and FOLDER/val/CLASS, or in FOLDER/CLASS",
                    folder(ImageFolder::open)),
            new Kind(
                    "shards",
                    "FOLDER",
                    "imagenet",
                    "tar files of WebDataset's layout, also by a pattern such as train-{0000..0099}.tar,val=val-*.tar",
                    Shards::open),
            new Kind("list", "FILE", "pets.csv", "a .csv or .jsonl file of path and label", ListedPictures::open),
            new Kind("cifar10", "FOLDER", "cifar-10-batches-bin", "its six .bin files", folder(Cifar10::open)),
            new Kind(
                    "fashion-mnist",
                    "FOLDER",
                    "bundled",
                    "its four .gz files, or " + BUNDLED + " for a small set in the jar",
                    place -> place.equals(BUNDLED) ? FashionMnist.bundled() : FashionMnist.open(PartTexts.path(place))),
            new Kind(
                    "pathfinder",
                    "SIZE",
                    "64",
                    "pictures that are drawn",
                    place -> Pathfinder.open(PathfinderSettings.parse(PathfinderSettings.KIND + place))));

    private DataSets() {}

    /**
     * Large sets leave a file beside the data, which is no part of them.
     *
     * @param file a path, or the end of one
     * @return whether its name is that of an index that is kept for the next run
     */
    public static boolean isKeptIndex(String file) {
        return file.endsWith(IndexCache.ENDING);
    }

    private static Function<String, DataSource> folder(Function<Path, DataSource> opening) {
        return place -> opening.apply(PartTexts.path(place));
    }

    /**
     * @param data {@code folder:FOLDER} for {@link ImageFolder}, {@code shards:PATTERN} for {@link Shards}, {@code list:FILE} for {@link
     *     ListedPictures}, {@code cifar10:FOLDER} for {@link Cifar10}, {@code fashion-mnist:FOLDER} for the four files of {@link
     *     FashionMnist}, {@code fashion-mnist:bundled} for the small set that the library carries, or {@code pathfinder:SIZE} for {@link
     *     Pathfinder}, with options as in {@link PathfinderSettings}
     * @return the data set
     * @throws DataException if there is no such kind, or if the files are missing or wrong; the message names them
     */
    public static DataSource open(String data) {
        return KINDS.stream()
                .filter(kind -> data.startsWith(kind.prefix()))
                .findFirst()
                .orElseThrow(() -> new DataException("There is no data set '" + data + "'. Give "
                        + KINDS.stream().map(Kind::usage).collect(Collectors.joining(", ")) + "."))
                .open(data);
    }
}
