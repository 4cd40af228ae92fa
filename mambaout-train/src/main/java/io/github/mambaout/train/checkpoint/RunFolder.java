package io.github.mambaout.train.checkpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of a run and the names of the files in it.
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
    /**
     * Makes the folder if it is missing and makes sure, before any work is done, that files can be written there.
     *
     * @param path the folder
     * @return the folder, ready
     * @throws RunFolderException if it cannot be written to; the message says why
     */
    public static RunFolder prepare(Path path) {
        try {
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, ".writable", ".tmp"));
            return new RunFolder(path);
        } catch (IOException | UnsupportedOperationException e) {
            throw new RunFolderException(
                    path + ": the output cannot be written there (" + reason(e) + "). Choose another folder.", e);
        }
    }

    /**
     * Makes this process the only one that writes here, until the lock is closed or the process has ended.
     *
     * @return the lock
     * @throws RunFolderException if another run has it; the message names its process
     */
    public FolderLock lock() {
        try {
            return FolderLock.tryTake(path)
                    .orElseThrow(() -> new RunFolderException(path + ": " + FolderLock.holder(path)
                            + " is training into this folder. Wait until it has ended, stop it, or choose another"
                            + " folder."));
        } catch (IOException e) {
            throw new RunFolderException(path + ": the folder can't be locked (" + reason(e) + ").", e);
        }
    }

    /** Removes what a process that was killed has left half written. Whoever calls this must have the lock. */
    public void removeHalfWritten() {
        for (Path folder : List.of(path, checkpoints())) {
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.tmp")) {
                    for (Path file : files) {
                        Files.delete(file);
                    }
                } catch (IOException e) {
                    throw new RunFolderException(folder + ": can't be tidied up (" + reason(e) + ").", e);
                }
            }
        }
    }

    /** Removes what a run has left to look at and to predict from. Figures are replaced when the next run begins. */
    public void removeResults() {
        for (Path result : List.of(best(), last(), lastAveraged(), report(), failedBatches())) {
            try {
                Files.deleteIfExists(result);
            } catch (IOException e) {
                throw new RunFolderException(result + ": can't be removed (" + reason(e) + ").", e);
            }
        }
    }

    private static String reason(Exception e) {
        if (e instanceof FileAlreadyExistsException) {
            return "a file is in the way";
        }
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    /** @return the best weights so far, averaged ones where the run averages them */
    public Path best() {
        return path.resolve("best.safetensors");
    }

    /** @return the weights after the last epoch, or where the run was stopped */
    public Path last() {
        return path.resolve("last.safetensors");
    }

    /** @return the averaged weights at the same time, where the run averages them */
    public Path lastAveraged() {
        return path.resolve("last-averaged.safetensors");
    }

    /** @return the folder of the checkpoints from which the run can go on */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** @return the pictures of updates whose loss or gradient was no finite number */
    public Path failedBatches() {
        return path.resolve("failed-batches.csv");
    }

    /** @return the course of the run in figures */
    public Path metrics() {
        return path.resolve("metrics.csv");
    }

    /** @return the page about the run */
    public Path report() {
        return path.resolve("report.html");
    }

    /** @return the run's configuration */
    public Path config() {
        return path.resolve("config.yaml");
    }

    /** @return whether an earlier run has left weights here */
    public boolean hasWeights() {
        return Files.exists(best()) || Files.exists(last());
    }
}
