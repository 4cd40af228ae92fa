package io.github.mambaout.bench.peer.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are of no use once they have been read. */
final class ScratchFiles {
    private ScratchFiles() {}

    /** Takes a file away now or, where another process still has it open, when this JVM ends. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            deleteOnExit(file);
        }
    }

    /** Takes a file away when this JVM ends. */
    static void deleteOnExit(Path file) {
        file.toFile().deleteOnExit();
    }
}
