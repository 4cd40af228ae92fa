package io.github.mambaout.bench.ablation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.mambaout.train.checkpoint.RunFolder;
import io.github.mambaout.weights.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * The folder of a study: {@code results/KEY.json} for each finished run, {@code runs/TWIN-seed-KEY} for what its training
 * left. It belongs to one study at a time; the lock ends with the process that holds it, however that ends.
 */
final class StudyFolder implements AutoCloseable {
    private static final int SHORT_KEY = 8;
    private static final String OWNER = ".owner";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path path;
    private final FileChannel lockFile;

    private StudyFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
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
            if (ownedByThisProcess(path)) {
                throw taken(path);
            }
            FileChannel channel =
                    FileChannel.open(path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw taken(path);
            }
            Files.writeString(path.resolve(OWNER), thisProcess());
            return new StudyFolder(path, channel);
        } catch (IOException e) {
            throw new StudyException(path + ": the folder cannot be locked: " + e.getMessage(), e);
        }
    }

    private static StudyException taken(Path path) {
        return new StudyException(path + ": another study is writing into this folder. Wait until it has ended, or give"
                + " this one a folder of its own.");
    }

    /** Asked before the lock's file is opened: closing it again would give back the lock that this process holds. */
    private static boolean ownedByThisProcess(Path path) throws IOException {
        Path owner = path.resolve(OWNER);
        return Files.exists(owner) && Files.readString(owner).equals(thisProcess());
    }

    /** A process that was killed leaves its name behind, and a later one may have its number but not its start. */
    private static String thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + " "
                + self.info().startInstant().map(Instant::toString).orElse("");
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another study of this process was quicker.
            return false;
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
            Files.deleteIfExists(path.resolve(OWNER));
            lockFile.close();
        } catch (IOException e) {
            throw new StudyException(path + ": the folder's lock cannot be given back: " + e.getMessage(), e);
        }
    }
}
