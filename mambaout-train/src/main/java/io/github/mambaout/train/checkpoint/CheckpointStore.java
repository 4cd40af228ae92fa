package io.github.mambaout.train.checkpoint;

import io.github.mambaout.weights.WeightFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last checkpoints of a run, a file each. Their order is that of their updates, which their names tell; clocks play no part.
 */
public final class CheckpointStore {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final Pattern NAME = Pattern.compile("update-(\\d{1,18})\\.safetensors");

    private final Path folder;
    private final int keep;
    private final Format format;

    /** How checkpoints lie in files. */
    interface Format {
        /** @throws WeightFileException if it can't be written; the file's place then keeps what it had */
        void write(Path file, Checkpoint checkpoint);
    }

    /**
     * @param folder where the files are; made when the first is written
     * @param keep how many are kept, at least 1; from 2 on, there is one to fall back on if the last is damaged
     */
    public CheckpointStore(Path folder, int keep) {
        this(folder, keep, CheckpointFile::write);
    }

    CheckpointStore(Path folder, int keep, Format format) {
        if (keep < 1) {
            throw new IllegalArgumentException("At least 1 checkpoint must be kept, not " + keep);
        }
        this.folder = folder;
        this.keep = keep;
        this.format = format;
    }

    /**
     * Writes a checkpoint, then removes those that are too many.
     *
     * @param checkpoint where the run is
     * @return the file
     * @throws WeightFileException if it can't be written, for instance because the disk is full; all former checkpoints are
     *     still there
     */
    public Path save(Checkpoint checkpoint) {
        Path file = file(checkpoint.updates());
        format.write(file, checkpoint);
        removeAllBut(checkpoint.updates());
        return file;
    }

    private Path file(long updates) {
        return folder.resolve(String.format(Locale.ROOT, "update-%09d.safetensors", updates));
    }

    /** Beyond the one that was just written there can only be damaged ones, which the run has passed by now. */
    private void removeAllBut(long newest) {
        int left = keep;
        for (Path file : newestFirst()) {
            if (updates(file) <= newest && left > 0) {
                left--;
            } else {
                remove(file);
            }
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{}: this old checkpoint can't be removed: {}", file, e.toString());
        }
    }

    /**
     * Finds where to go on. A damaged checkpoint is said and passed over.
     *
     * @return the newest checkpoint that is intact; empty if none was ever written here
     * @throws RunFolderException if there are some, and all are damaged
     */
    public Optional<Checkpoint> newest() {
        List<String> damaged = new ArrayList<>();
        for (Path file : newestFirst()) {
            try {
                Checkpoint checkpoint = CheckpointFile.read(file);
                damaged.forEach(problem -> LOG.warn("{} The checkpoint before it is used instead: {}", problem, file));
                return Optional.of(checkpoint);
            } catch (WeightFileException e) {
                damaged.add(e.getMessage());
            }
        }
        if (damaged.isEmpty()) {
            return Optional.empty();
        }
        throw new RunFolderException(folder + ": no checkpoint can be read, so the run can't go on: "
                + String.join(" ", damaged) + " Start over with --fresh, or choose another folder.");
    }

    /** Removes all checkpoints. */
    public void clear() {
        newestFirst().forEach(CheckpointStore::remove);
    }

    private List<Path> newestFirst() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> name(file).matches())
                    .sorted(Comparator.comparingLong(CheckpointStore::updates).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be looked through: " + e.getMessage(), e);
        }
    }

    private static Matcher name(Path file) {
        return NAME.matcher(file.getFileName().toString());
    }

    private static long updates(Path checkpoint) {
        Matcher name = name(checkpoint);
        if (!name.matches()) {
            throw new IllegalArgumentException(checkpoint + " is not named like a checkpoint");
        }
        return Long.parseLong(name.group(1));
    }
}
