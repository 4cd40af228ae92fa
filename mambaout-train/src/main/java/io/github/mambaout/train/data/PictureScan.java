package io.github.mambaout.train.data;

import io.github.mambaout.image.PictureReader;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the pictures below a folder, at any depth. What a picture is, its name's ending says: of the files themselves nothing is
 * asked, which for a million of them would take minutes on a disk that turns. The order is that of the names' bytes: a folder's own
 * pictures, then the folders in it, whatever order the file system has. Names that start with a dot are passed over.
 */
final class PictureScan {
    private static final Logger LOG = LoggerFactory.getLogger(PictureScan.class);
    private static final int PROGRESS = 200_000;

    private final List<PictureIndex.Folder> folders = new ArrayList<>();
    private final CompactNames.Builder names = new CompactNames.Builder();
    private final Deque<Path> above = new ArrayDeque<>();
    private int reported = PROGRESS;

    private PictureScan() {}

    /**
     * @param root an existing folder
     * @return what lies in it
     * @throws DataException if it, or a folder in it, can't be listed
     */
    static PictureIndex of(Path root) {
        PictureScan scan = new PictureScan();
        scan.visit(root, PictureIndex.ROOT);
        return new PictureIndex(scan.folders, scan.names.build());
    }

    private record Entry(Path path, byte[] name) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return Arrays.compareUnsigned(name, other.name);
        }
    }

    private void visit(Path folder, int parent) {
        int number = folders.size();
        byte[] name = number == PictureIndex.ROOT ? new byte[0] : NameBytes.of(folder);
        List<Entry> below = new ArrayList<>();
        try {
            Path real = folder.toRealPath();
            if (above.contains(real)) {
                LOG.warn("{}: this link leads back to a folder above it and is passed over", folder);
                return;
            }
            above.push(real);
            // The time comes before the names: what changes in between is seen as a change later.
            folders.add(new PictureIndex.Folder(parent, name, PictureIndex.modified(folder), names.size()));
            below.addAll(list(folder));
        } catch (IOException | DirectoryIteratorException e) {
            throw new DataException(folder + ": cannot be listed: " + e + ". Check that you may read it.", e);
        }
        below.sort(null);
        for (Entry entry : below) {
            visit(entry.path(), number);
        }
        above.pop();
    }

    /** Adds the pictures of a folder, and returns the folders in it. */
    private List<Entry> list(Path folder) throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        List<Entry> below = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (PictureReader.isPictureName(file)) {
                    pictures.add(NameBytes.of(file));
                } else if (!file.getFileName().toString().startsWith(".") && Files.isDirectory(file)) {
                    below.add(new Entry(file, NameBytes.of(file)));
                }
            }
        }
        pictures.sort(Arrays::compareUnsigned);
        pictures.forEach(names::add);
        if (names.size() >= reported) {
            LOG.info("{}: {} pictures found so far", folder, names.size());
            reported = names.size() + PROGRESS;
        }
        return below;
    }
}
