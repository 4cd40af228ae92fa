package io.github.mambaout.train.data;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Which pictures lie below a folder: a table of the folders in it, and the names of the pictures in each. Made by {@link
 * PictureScan}. A picture takes the bytes of its name and four more, whatever the length of its path.
 */
final class PictureIndex {
    /** The folder that was scanned; it is the first one of the table. */
    static final int ROOT = 0;

    /**
     * A folder that holds pictures, or other folders.
     *
     * @param parent number of the folder that it lies in, which is smaller than its own; the root is its own parent
     * @param name its last name as {@link NameBytes}; empty for the root
     * @param modified when a name in it was last added, removed or changed, in nanoseconds of the epoch
     * @param first index of its first picture; that of the next folder ends its own
     */
    record Folder(int parent, byte[] name, long modified, int first) {}

    private final List<Folder> folders;
    private final CompactNames names;

    PictureIndex(List<Folder> folders, CompactNames names) {
        this.folders = List.copyOf(folders);
        this.names = names;
    }

    /** Number of pictures. */
    int size() {
        return names.size();
    }

    int folders() {
        return folders.size();
    }

    /** The folder directly below the root in which a folder lies: itself if it does so; the root for the root. */
    int topOf(int folder) {
        int parent = folders.get(folder).parent();
        return parent == ROOT ? folder : topOf(parent);
    }

    /** Whether a folder lies directly below the root. */
    boolean isTop(int folder) {
        return folder != ROOT && topOf(folder) == folder;
    }

    /** The last name of a folder. */
    String name(int folder) {
        return NameBytes.text(folders.get(folder).name());
    }

    /** Number of pictures that lie in a folder itself. */
    int count(int folder) {
        return end(folder) - folders.get(folder).first();
    }

    private int end(int folder) {
        return folder + 1 < folders.size() ? folders.get(folder + 1).first() : size();
    }

    /** Number of the folder in which a picture lies. */
    int folderOf(int picture) {
        int low = 0;
        int high = folders.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (folders.get(middle).first() <= picture) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /**
     * @param root the folder that was scanned
     * @param picture from 0 to {@code size() - 1}
     * @return where it lies
     */
    Path file(Path root, int picture) {
        return NameBytes.resolve(place(root, folderOf(picture)), names.get(picture));
    }

    private Path place(Path root, int number) {
        Folder folder = folders.get(number);
        return number == ROOT ? root : NameBytes.resolve(place(root, folder.parent()), folder.name());
    }

    /** The same folders with the pictures of some of them only. */
    PictureIndex only(IntPredicate wanted) {
        List<Folder> kept = new ArrayList<>();
        CompactNames.Builder keptNames = new CompactNames.Builder();
        for (int i = 0; i < folders.size(); i++) {
            Folder folder = folders.get(i);
            kept.add(new Folder(folder.parent(), folder.name(), folder.modified(), keptNames.size()));
            if (wanted.test(i)) {
                for (int picture = folder.first(); picture < end(i); picture++) {
                    keptNames.add(names.get(picture));
                }
            }
        }
        return new PictureIndex(kept, keptNames.build());
    }

    /** Whether each folder still has the time that it had when it was scanned: then each name is where it was. */
    boolean isCurrent(Path root) {
        try {
            for (int i = 0; i < folders.size(); i++) {
                Path place = place(root, i);
                if (!Files.isDirectory(place)
                        || modified(place) != folders.get(i).modified()) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Nanoseconds of the epoch, as fine as the file system has them. */
    static long modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
    }

    /** The latest time of all folders. */
    long lastModified() {
        return folders.stream().mapToLong(Folder::modified).max().orElseThrow();
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(folders.size());
        for (Folder folder : folders) {
            out.writeInt(folder.parent());
            out.writeInt(folder.name().length);
            out.write(folder.name());
            out.writeLong(folder.modified());
            out.writeInt(folder.first());
        }
        names.writeTo(out);
    }

    static PictureIndex readFrom(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Folder> folders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int parent = in.readInt();
            byte[] name = new byte[in.readInt()];
            in.readFully(name);
            folders.add(new Folder(parent, name, in.readLong(), in.readInt()));
        }
        return new PictureIndex(folders, CompactNames.readFrom(in));
    }
}
