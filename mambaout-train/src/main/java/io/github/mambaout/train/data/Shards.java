package io.github.mambaout.train.data;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.image.UnreadablePictureException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures in tar files of WebDataset's layout, see {@link ShardScan}. The files are never unpacked: where each picture lies is found out
 * once, kept in a file beside them if there are many, and found out anew when the length or the time of a tar file has changed.
 *
 * <p>A sample's index counts through the files in their order. So an epoch visits the samples of tar files in the same order as those of
 * folders ({@link EpochOrder}), mixed over all files and not within a window of the stream only, and a position in a run is nothing but
 * a number of batches ({@link BatchPlan#training}). Each picture is one read at its place.
 */
public final class Shards extends LabelledPictures {
    private static final Logger LOG = LoggerFactory.getLogger(Shards.class);
    private static final int INPUT_SIZE = 224;
    private static final int NAME_BYTES = 100;

    private final List<Path> files;
    private final ShardIndex index;
    private final StoredPictures pictures = new StoredPictures();

    private Shards(String name, List<Path> files, ShardIndex index, List<String> classes, int... labels) {
        super(name, classes, labels.length, sample -> labels[sample]);
        this.files = files;
        this.index = index;
    }

    /**
     * @param text a folder, or a pattern of tar files as in {@link FilePattern}; {@code TRAIN,val=HELDOUT} names the two parts by a
     *     folder or a pattern each. In a folder they are {@code train/*.tar} and {@code val/*.tar}, or told by their names ({@code
     *     imagenet-train-0001.tar}). If there is no held-out part, a share of each class is held out
     * @return both parts
     * @throws DataException if there are no such files, or if their content can't be used; the message names file and sample
     */
    public static DataSource open(String text) {
        return open(text, IndexCache::beside);
    }

    /** @param caches finds where the index of a part is kept, by a name beside its first file */
    static DataSource open(String text, Function<Path, IndexCache> caches) {
        PartTexts texts = PartTexts.of(text);
        boolean holdsBoth = texts.heldOut().isEmpty() && Parts.isFolder(texts.training());
        Parts parts = holdsBoth ? Parts.in(texts.path()) : Parts.named(texts);
        return of(parts.training(), parts.heldOut(), caches);
    }

    /** The tar files of both parts; no held-out ones where there are none. */
    private record Parts(List<Path> training, List<Path> heldOut) {
        static Parts named(PartTexts texts) {
            return new Parts(
                    files(texts.training()), texts.heldOut().map(Parts::files).orElse(List.of()));
        }

        private static List<Path> files(String text) {
            return isFolder(text)
                    ? required(PartTexts.path(text), tarsOf(PartTexts.path(text)))
                    : FilePattern.files(text);
        }

        private static List<Path> required(Path folder, List<Path> files) {
            if (files.isEmpty()) {
                throw new DataException(folder + ": holds no .tar files. Expected are some in FOLDER/train/ and"
                        + " FOLDER/val/, or names with 'train' and 'val' in them.");
            }
            return files;
        }

        static boolean isFolder(String text) {
            return FilePattern.isPlain(text) && Files.isDirectory(PartTexts.path(text));
        }

        static Parts in(Path folder) {
            List<Path> training = in(folder, PartNames.TRAINING);
            List<Path> heldOut = in(folder, PartNames.HELD_OUT);
            return new Parts(
                    required(folder, training.isEmpty() && heldOut.isEmpty() ? tarsOf(folder) : training), heldOut);
        }

        private static List<Path> in(Path folder, PartNames part) {
            return part.names().stream()
                    .map(folder::resolve)
                    .filter(Files::isDirectory)
                    .findFirst()
                    .map(Parts::tarsOf)
                    .orElseGet(() -> tarsOf(folder).stream()
                            .filter(file -> part.isIn(file.getFileName().toString()))
                            .toList());
        }

        private static List<Path> tarsOf(Path folder) {
            return FilePattern.matching(folder, "*.tar");
        }
    }

    private static DataSource of(List<Path> train, List<Path> heldOut, Function<Path, IndexCache> caches) {
        ShardIndex trainIndex = index(train, caches);
        ClassList classes = ClassList.statedIn(folderOfTheSet(train.get(0)))
                .orElseGet(() -> trainIndex.labels().classes(train.get(0).toString()));
        Preprocessing preprocessing = Preprocessing.imageNet(INPUT_SIZE);
        DataSet training = of(train, trainIndex, classes);
        return heldOut.isEmpty()
                ? HoldOut.split(training, preprocessing)
                : new DataSource(training, of(heldOut, index(heldOut, caches), classes), preprocessing);
    }

    private static DataSet of(List<Path> files, ShardIndex index, ClassList classes) {
        return new Shards(
                "shards:" + files.get(0) + (files.size() == 1 ? "" : " and " + (files.size() - 1) + " more"),
                files,
                index,
                classes.names(),
                index.labels().in(classes, sample -> files.get(index.shardOf(sample)) + ": a sample"));
    }

    private static Path folderOfTheSet(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        Path name = folder.getFileName();
        return name != null && PartNames.TRAINING.names().contains(name.toString()) ? folder.getParent() : folder;
    }

    private static ShardIndex index(List<Path> files, Function<Path, IndexCache> caches) {
        int names = files.stream()
                .map(file -> file.getFileName().toString())
                .toList()
                .hashCode();
        IndexCache cache = caches.apply(files.get(0).resolveSibling("shards-" + Integer.toHexString(names)));
        Optional<ShardIndex> kept = cache.read(ShardIndex::readFrom).filter(index -> index.isCurrent(files));
        if (kept.isPresent()) {
            LOG.info(
                    "{}: {} pictures, from the index that was kept",
                    files.get(0),
                    kept.get().size());
            return kept.get();
        }
        ShardIndex found = ShardScan.of(files);
        cache.write(found.size(), found.lastModified(), found::writeTo);
        return found;
    }

    @Override
    public String place(int sample) {
        return member(sample).toString();
    }

    private Member member(int sample) {
        return new Member(files.get(index.shardOf(sample)), index.offset(sample));
    }

    @Override
    public Optional<Sample> sample(int sample) {
        Path file = files.get(index.shardOf(sample));
        return pictures.sample(sample, label(sample), file, member(sample), reader -> {
            byte[] member = read(file, sample);
            byte[] picture = Arrays.copyOfRange(member, ShardIndex.BLOCK, member.length);
            return reader.read(picture, Member.text(file, member));
        });
    }

    private byte[] read(Path file, int sample) {
        try {
            return read(file, index.offset(sample) - ShardIndex.BLOCK, ShardIndex.BLOCK + index.length(sample));
        } catch (IOException e) {
            throw new UnreadablePictureException(
                    file.toString(),
                    "can't be read at byte " + index.offset(sample) + " (" + e + "). Check the file and its disk.",
                    e);
        }
    }

    /** A header and what follows it, of which nothing stays open: there may be more tar files than a process may open. */
    private static byte[] read(Path file, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, from + bytes.position()) < 0) {
                    throw new EOFException("it ends before");
                }
            }
        }
        return bytes.array();
    }

    /** A member as messages call it: by the name in its header, which is read when somebody asks. */
    private record Member(Path file, long offset) {
        static String text(Path file, byte... header) {
            int end = 0;
            while (end < NAME_BYTES && header[end] != 0) {
                end++;
            }
            return file + ", " + NameBytes.text(Arrays.copyOf(header, end));
        }

        @Override
        public String toString() {
            try {
                return text(file, read(file, offset - ShardIndex.BLOCK, ShardIndex.BLOCK));
            } catch (IOException e) {
                return file + " at byte " + offset;
            }
        }
    }

    @Override
    public List<SkippedPicture> skipped() {
        return pictures.toList();
    }
}
