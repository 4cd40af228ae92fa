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
public final class ListedPictures extends LabelledPictures {
    private static final int INPUT_SIZE = 224;

    private final Path folder;
    private final CompactNames paths;
    private final StoredPictures pictures = new StoredPictures();

    private ListedPictures(String name, List<String> classes, Path folder, CompactNames paths, int... labels) {
        super(name, classes, labels.length, index -> labels[index]);
        this.folder = folder;
        this.paths = paths;
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
        DataSet training = of(file, list.training(), classes, " (train)");
        if (texts.heldOut().isPresent()) {
            if (list.heldOut().isPresent()) {
                throw new DataException(file + ": lists held-out pictures, and ,val="
                        + texts.heldOut().get() + " does so too. Give them once.");
            }
            Path other = PartTexts.path(texts.heldOut().get());
            return new DataSource(
                    training, of(other, PictureList.read(other).only(other), classes, " (val)"), preprocessing);
        }
        return list.heldOut()
                .map(part -> new DataSource(training, of(file, part, classes, " (val)"), preprocessing))
                .orElseGet(() -> HoldOut.split(training, preprocessing));
    }

    private static DataSet of(Path file, PictureList.Part part, ClassList classes, String name) {
        CompactNames paths = part.paths();
        int[] labels = part.labels().in(classes, sample -> file + ": " + NameBytes.text(paths.get(sample)));
        return new ListedPictures("list:" + file + name, classes.names(), folderOf(file), paths, labels);
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().getParent();
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
        return pictures.sample(index, label(index), folder, file, reader -> reader.read(file));
    }

    @Override
    public List<SkippedPicture> skipped() {
        return pictures.toList();
    }
}
