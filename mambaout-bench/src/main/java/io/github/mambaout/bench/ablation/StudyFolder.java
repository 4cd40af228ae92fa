package io.github.mambaout.bench.ablation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.mambaout.train.checkpoint.FolderLock;
import io.github.mambaout.train.checkpoint.RunFolder;
import io.github.mambaout.weights.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of a study: {@code results/KEY.json} for each finished run, {@code runs/TWIN-seed-KEY} for what its training
 * left. It belongs to one study at a time; the lock ends with the process that holds it, however that ends.
 */
final class StudyFolder implements AutoCloseable {
    private static final int SHORT_KEY = 8;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path path;
    private final FolderLock lock;

    private StudyFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * @param path the folder; made if it is missing
     * @return the folder, locked
     * @throws StudyException if another study has it
     * @throws io.github.mambaout.train.checkpoint.RunFolderException if it can't be written to
     */
    static StudyFolder take(Path path) {
        RunFolder.prepare(path);
        try {
            FolderLock lock = FolderLock.tryTake(path)
                    .orElseThrow(() -> new StudyException(path
                            + ": another study is writing into this folder. Wait until it has ended, or give this one a"
                            + " folder of its own."));
            return new StudyFolder(path, lock);
        } catch (IOException e) {
            throw new StudyException(path + ": the folder cannot be locked: " + e.getMessage(), e);
        }
    }

    /** Where the training of a run leaves its files. */
    Path of(AblationRun run, String key) {
        String twin = run.twin().replaceAll("[^A-Za-z0-9._-]", "_");
        return path.resolve("runs").resolve(twin + "-" + run.seed() + "-" + key.substring(0, SHORT_KEY));
    }

    private Path file(String key) {
        return path.resolve("results").resolve(key + ".json");
    }

    /** What is known of a run. */
    Optional<RunResult> find(String key) {
        Path file = file(key);
        try {
            return Optional.of(JSON.readValue(Files.readString(file), RunResult.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new StudyException(
                    file + ": is no result of a run (" + e.getOriginalMessage()
                            + "). Delete it to have the run repeated.",
                    e);
        } catch (IOException e) {
            throw new StudyException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Keeps what came out of a run; the file appears when it is complete. */
    void keep(RunResult result) {
        try {
            AtomicFile.write(file(result.key()), out -> out.write(JSON.writeValueAsBytes(result)));
        } catch (IOException e) {
            throw new StudyException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StudyException(path + ": the folder's lock cannot be given back: " + e.getMessage(), e);
        }
    }
}
