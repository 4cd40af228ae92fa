package io.github.mambaout.train.data;

import io.github.mambaout.weights.AtomicFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the index of a large data set is kept from one run to the next: in a hidden file beside the data, or in a folder of the user's
 * if the data lie where nobody may write. A file that is damaged, or of another version, counts for nothing.
 */
final class IndexCache {
    private static final Logger LOG = LoggerFactory.getLogger(IndexCache.class);
    private static final long MAGIC = 0x4D414D42414F5531L;
    static final String ENDING = ".mambaout-index";
    /** Smaller sets are looked through faster than anyone notices, and need no file beside them. */
    private static final int LARGE = 10_000;
    /** File systems tell times apart that lie further from each other than this; FAT is the coarsest. */
    private static final long COARSEST_TIME = 2_000_000_000L;

    private static final long MILLISECOND = 1_000_000L;

    private final List<Path> places;
    private final int large;

    /**
     * @param places files to keep it in, the best one first
     * @param large from how many pictures on it is kept
     */
    IndexCache(List<Path> places, int large) {
        this.places = List.copyOf(places);
        this.large = large;
    }

    /**
     * @param folder of the data or of a part of them
     * @return the place beside it, then the user's folder for caches ({@code XDG_CACHE_HOME}, or {@code .cache} at home)
     */
    static IndexCache beside(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        String name = place.getFileName() == null ? "root" : place.getFileName().toString();
        String key = UUID.nameUUIDFromBytes(place.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        String caches = System.getenv("XDG_CACHE_HOME");
        Path home = caches == null || caches.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(caches);
        return new IndexCache(
                List.of(
                        place.resolveSibling("." + name + ENDING),
                        home.resolve("mambaout").resolve("index-" + key + ENDING)),
                LARGE);
    }

    /** Reads an index from its file. */
    interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /** Writes an index to its file. */
    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /** What is kept, if anything is. Whether it still describes the data is for the caller to find out. */
    <T> Optional<T> read(Reading<T> reading) {
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                try {
                    requireWhole(place);
                    try (DataInputStream in = new DataInputStream(buffered(place))) {
                        in.readLong();
                        return Optional.of(reading.from(in));
                    }
                } catch (IOException | RuntimeException e) {
                    LOG.warn("{}: this index can't be used and is made anew: {}", place, e.toString());
                }
            }
        }
        return Optional.empty();
    }

    private static InputStream buffered(Path place) throws IOException {
        return new BufferedInputStream(Files.newInputStream(place), 1 << 16);
    }

    private static void requireWhole(Path place) throws IOException {
        long content = Files.size(place) - Long.BYTES;
        CheckedInputStream checked = new CheckedInputStream(buffered(place), new CRC32C());
        try (DataInputStream in = new DataInputStream(checked)) {
            if (content < Long.BYTES || in.readLong() != MAGIC) {
                throw new IOException("it is no index of this version");
            }
            in.skipNBytes(content - Long.BYTES);
            long found = checked.getChecksum().getValue();
            if (in.readLong() != found) {
                throw new IOException("its checksum is wrong");
            }
        }
    }

    /**
     * Keeps an index if it is worth it. Nothing is kept of data that were changed within the last moments: a change that
     * followed as soon could have the same time.
     *
     * @param pictures number of pictures in it
     * @param lastModified when the data were last changed, in nanoseconds of the epoch
     * @param writing its content
     */
    void write(int pictures, long lastModified, Writing writing) {
        if (pictures < large || lastModified > System.currentTimeMillis() * MILLISECOND - COARSEST_TIME) {
            return;
        }
        for (Path place : places) {
            try {
                AtomicFile.write(place, out -> writeChecked(out, writing));
                LOG.info("Kept the index of {} pictures in {}", pictures, place);
                return;
            } catch (IOException e) {
                LOG.debug("The index can't be kept: {}", e.getMessage());
            }
        }
        LOG.warn("The index of {} pictures can't be kept in {}; it will be made anew the next time", pictures, places);
    }

    private static void writeChecked(OutputStream out, Writing writing) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
        DataOutputStream data = new DataOutputStream(checked);
        data.writeLong(MAGIC);
        writing.to(data);
        data.flush();
        data.writeLong(checked.getChecksum().getValue());
        data.flush();
    }
}
