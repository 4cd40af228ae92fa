package io.github.mambaout.train.data;

import io.github.mambaout.image.Preprocessing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures in one folder for each class, in ImageNet's layout: {@code FOLDER/train/CLASS/*} and {@code FOLDER/val/CLASS/*}, at any depth
 * below their class. The folder of the training pictures may be called {@code training} as well, that of the held-out ones {@code
 * validation}, {@code valid} or {@code test}; without it, or with classes in {@code FOLDER} itself, a share of each class is held out.
 * Classes and files are ordered by name, whatever order the file system has, and classes whose names are all numbers by number. Files that are no pictures by their ending are passed over;
 * those that are by their ending alone are skipped when they are met.
 *
 * <p>A file {@code FOLDER/classes.txt} states the classes, their order and their names, see {@link ClassList}; pictures of classes that
 * it leaves out are left out.
 *
 * <p>What lies in a large set is found out once and kept in a file beside it; it is found out anew when the time of any of its folders
 * has changed. In memory a picture takes some thirty bytes.
 */
public final class ImageFolder extends LabelledPictures {
    private static final Logger LOG = LoggerFactory.getLogger(ImageFolder.class);
    private static final int INPUT_SIZE = 224;
    private static final int LEFT_OUT = -1;

    private final Path root;
    private final ClassList classes;
    private final PictureIndex index;
    /** The label of each folder of the index. */
    private final int[] labels;

    private final StoredPictures pictures = new StoredPictures();

    private ImageFolder(Path root, PictureIndex index, ClassList classes, int... labels) {
        super("folder:" + root, classes.names(), index.size(), picture -> labels[index.folderOf(picture)]);
        this.root = root;
        this.classes = classes;
        this.index = index;
        this.labels = labels;
    }

    /**
     * @param folder holds {@code train} and {@code val}, with a folder for each class in both, or one folder for each class
     * @return both parts
     * @throws DataException if a folder is missing or empty, or a class has no pictures; the message names it
     */
    public static DataSource open(Path folder) {
        return open(folder, IndexCache::beside);
    }

    /** @param caches finds where the index of a part is kept */
    static DataSource open(Path folder, Function<Path, IndexCache> caches) {
        requireFolder(folder, "there is no such folder");
        Preprocessing preprocessing = Preprocessing.imageNet(INPUT_SIZE);
        Optional<ClassList> stated = ClassList.statedIn(folder);
        Optional<Path> train = part(folder, PartNames.TRAINING);
        Optional<Path> heldOut = part(folder, PartNames.HELD_OUT);
        if (train.isEmpty() && heldOut.isPresent()) {
            throw missing(folder.resolve(PartNames.TRAINING.usual()), "this folder is missing");
        }
        Path trainRoot = train.orElse(folder);
        PictureIndex trainIndex = index(trainRoot, caches);
        ClassList classes = stated.orElseGet(() -> ClassList.of(classesWithFolders(trainRoot, trainIndex)));
        ImageFolder training = of(trainRoot, trainIndex, classes);
        if (heldOut.isEmpty()) {
            return HoldOut.split(training, preprocessing);
        }
        PictureIndex heldOutIndex = index(heldOut.get(), caches);
        if (!classes.isStated()) {
            requireNoOther(heldOut.get(), heldOutIndex, trainRoot, classes);
        }
        return new DataSource(training, of(heldOut.get(), heldOutIndex, classes), preprocessing);
    }

    private static Optional<Path> part(Path folder, PartNames part) {
        return part.names().stream()
                .map(folder::resolve)
                .filter(Files::isDirectory)
                .findFirst();
    }

    private static void requireFolder(Path folder, String problem) {
        if (!Files.isDirectory(folder)) {
            throw missing(folder, problem);
        }
    }

    private static DataException missing(Path folder, String problem) {
        return new DataException(folder + ": " + problem
                + ". Expected are pictures in FOLDER/train/CLASS/ and FOLDER/val/CLASS/, or in FOLDER/CLASS/.");
    }

    private static PictureIndex index(Path root, Function<Path, IndexCache> caches) {
        IndexCache cache = caches.apply(root);
        Optional<PictureIndex> kept = cache.read(PictureIndex::readFrom).filter(index -> index.isCurrent(root));
        if (kept.isPresent()) {
            LOG.info(
                    "{}: {} pictures, from the index that was kept",
                    root,
                    kept.get().size());
            return kept.get();
        }
        PictureIndex found = PictureScan.of(root);
        cache.write(found.size(), found.lastModified(), found::writeTo);
        return found;
    }

    private static List<String> classesWithFolders(Path root, PictureIndex index) {
        List<String> ids = IntStream.range(0, index.folders())
                .filter(index::isTop)
                .mapToObj(index::name)
                .toList();
        if (ids.isEmpty()) {
            throw new DataException(
                    root + ": holds no folders. Each class needs a folder of its own with its pictures in it.");
        }
        return inOrder(ids);
    }

    /** Numbers, as the folders of ImageNet-V2 are called, count classes: 10 comes after 9. The others have the order of their names. */
    private static List<String> inOrder(List<String> ids) {
        boolean numbers = ids.stream().allMatch(id -> id.matches("\\d{1,9}"));
        return numbers
                ? ids.stream()
                        .sorted(Comparator.comparingInt(Integer::parseInt))
                        .toList()
                : ids;
    }

    private static void requireNoOther(Path heldOut, PictureIndex index, Path train, ClassList classes) {
        IntStream.range(0, index.folders())
                .filter(index::isTop)
                .mapToObj(index::name)
                .filter(id -> classes.find(id).isEmpty())
                .findFirst()
                .ifPresent(id -> {
                    throw new DataException(
                            heldOut.resolve(id) + ": this class is not in " + train + ". Both need the same classes.");
                });
    }

    /** One part of the set; every class must have pictures in it, unless a file says which classes there are. */
    private static ImageFolder of(Path root, PictureIndex whole, ClassList classes) {
        int[] labels = IntStream.range(0, whole.folders())
                .map(folder -> folder == PictureIndex.ROOT
                        ? LEFT_OUT
                        : classes.find(whole.name(whole.topOf(folder))).orElse(LEFT_OUT))
                .toArray();
        ImageFolder part = new ImageFolder(root, whole.only(folder -> labels[folder] != LEFT_OUT), classes, labels);
        if (part.size() == 0 && classes.isStated()) {
            throw new DataException(root + ": holds no pictures of the classes that " + ClassList.FILE
                    + " names, for instance of " + classes.ids().get(0) + ".");
        }
        if (classes.isStated()) {
            part.reportWhatIsLeftOut(whole);
        } else {
            part.requirePicturesOfEachClass();
        }
        return part;
    }

    private void reportWhatIsLeftOut(PictureIndex whole) {
        Set<String> others = new TreeSet<>();
        IntStream.range(0, whole.folders())
                .filter(folder -> whole.isTop(folder) && labels[folder] == LEFT_OUT)
                .mapToObj(whole::name)
                .forEach(others::add);
        if (!others.isEmpty()) {
            LOG.warn(
                    "{}: {} of {} pictures are left out, as {} does not name their classes: {}",
                    root,
                    whole.size() - size(),
                    whole.size(),
                    ClassList.FILE,
                    others);
        }
    }

    private void requirePicturesOfEachClass() {
        int[] counts = new int[classes.size()];
        boolean[] hasFolder = new boolean[classes.size()];
        for (int folder = 0; folder < labels.length; folder++) {
            if (labels[folder] != LEFT_OUT) {
                hasFolder[labels[folder]] = true;
                counts[labels[folder]] += index.count(folder);
            }
        }
        for (int label = 0; label < counts.length; label++) {
            Path place = root.resolve(classes.ids().get(label));
            if (!hasFolder[label]) {
                throw missing(place, "the class " + classes.ids().get(label) + " has no folder here");
            }
            if (counts[label] == 0) {
                throw new DataException(
                        place
                                + ": holds no pictures (.jpg, .png, .webp and so on). Add some, or remove the class from train and val.");
            }
        }
    }

    @Override
    public String place(int picture) {
        return index.file(root, picture).toString();
    }

    @Override
    public Optional<Sample> sample(int picture) {
        Path file = index.file(root, picture);
        return pictures.sample(picture, label(picture), root, file, reader -> reader.read(file));
    }

    @Override
    public List<SkippedPicture> skipped() {
        return pictures.toList();
    }
}
