package io.github.mambaout.train.data;

import io.github.mambaout.image.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Pictures that a file lists with their labels: a {@code .csv} file with a header, or a file of one JSON object a line ({@code .jsonl},
 * {@code .ndjson}). Columns or fields are {@code path}, relative to the file, {@code label}, a number or a name, and, if one file lists
 * both parts, {@code part} ({@code train} or {@code val}, or their other usual names).
 *
 * <p>A file {@code classes.txt} beside the list states the classes, see {@link ClassList}; otherwise they are the numbers up to the
 * largest one, or the names in their order. A picture takes the bytes of its path and eight more.
 */
public final class ListedPictures implements DataSet {
    private static final int INPUT_SIZE = 224;

    private final String name;
    private final Path folder;
    private final CompactNames paths;
    private final List<String> classes;
    private final int[] labels;
    private final StoredPictures pictures = new StoredPictures();

    private ListedPictures(Path file, PictureList.Part part, ClassList classes, String name) {
        this.name = "list:" + file + name;
        this.folder = folderOf(file);
        this.paths = part.paths();
        this.classes = classes.names();
        this.labels = part.labels().in(classes);
        LabelTexts.firstUnknown(labels).ifPresent(sample -> {
            throw new DataException(file + ": " + NameBytes.text(paths.get(sample)) + " has the label '"
                    + part.labels().get(sample) + "', which is none of the " + classes.size() + " classes ("
                    + classes.ids().get(0) + " to " + classes.ids().get(classes.size() - 1)
                    + "). Both parts need the same classes; " + ClassList.FILE + " beside the list may state them.");
        });
    }

    /**
     * @param text a file, or {@code TRAIN,val=HELDOUT} with a file for each part; if nothing is held out, a share of each class is
     * @return both parts
     * @throws DataException if a file is missing or wrong; the message names the row
     */
    public static DataSource open(String text) {
        PartTexts texts = PartTexts.of(text);
        Path file = texts.path();
        PictureList list = PictureList.read(file);
        ClassList classes = ClassList.statedIn(folderOf(file))
                .orElseGet(() -> list.training().labels().classes(file.toString()));
        Preprocessing preprocessing = Preprocessing.imageNet(INPUT_SIZE);
        ListedPictures training = new ListedPictures(file, list.training(), classes, " (train)");
        if (texts.heldOut().isPresent()) {
            if (list.heldOut().isPresent()) {
                throw new DataException(file + ": lists held-out pictures, and ,val="
                        + texts.heldOut().get() + " does so too. Give them once.");
            }
            Path other = PartTexts.path(texts.heldOut().get());
            return new DataSource(
                    training,
                    new ListedPictures(other, PictureList.read(other).only(other), classes, " (val)"),
                    preprocessing);
        }
        return list.heldOut()
                .map(part -> new DataSource(training, new ListedPictures(file, part, classes, " (val)"), preprocessing))
                .orElseGet(() -> HoldOut.split(training, preprocessing));
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().getParent();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public String place(int index) {
        return file(index).toString();
    }

    private Path file(int index) {
        return folder.resolve(NameBytes.text(paths.get(index)));
    }

    @Override
    public Optional<Sample> sample(int index) {
        Path file = file(index);
        return pictures.sample(index, labels[index], folder, file, reader -> reader.read(file));
    }

    @Override
    public List<SkippedPicture> skipped() {
        return pictures.toList();
    }
}
