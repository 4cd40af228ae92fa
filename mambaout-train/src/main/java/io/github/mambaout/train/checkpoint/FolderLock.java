package io.github.mambaout.train.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/** Makes a folder one's own as long as one writes into it. The lock ends with the process that holds it, however that ends. */
public final class FolderLock implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final String OWNER = ".owner";

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * @param folder a folder that is there
     * @return the lock; nothing if somebody else has it, in this process or in another one
     * @throws IOException if the folder can't be locked
     */
    public static Optional<FolderLock> tryTake(Path folder) throws IOException {
        if (isHeldByThisProcess(folder)) {
            return Optional.empty();
        }
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!lock(channel)) {
            channel.close();
            return Optional.empty();
        }
        Files.writeString(folder.resolve(OWNER), thisProcess());
        return Optional.of(new FolderLock(folder, channel));
    }

    /** Asked before the lock's file is opened: closing it again would give back the lock that this process holds. */
    private static boolean isHeldByThisProcess(Path folder) throws IOException {
        Path owner = folder.resolve(OWNER);
        return Files.exists(owner) && Files.readString(owner).equals(thisProcess());
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this process was quicker.
            return false;
        }
    }

    /** A process that was killed leaves its name behind, and a later one may have its number but not its start. */
    private static String thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return self.pid() + " "
                + self.info().startInstant().map(Instant::toString).orElse("");
    }

    /**
     * @param folder a folder that somebody else has
     * @return that process for a message, with its number where it is known
     */
    public static String holder(Path folder) {
        try {
            return "process " + Files.readString(folder.resolve(OWNER)).split(" ", 2)[0];
        } catch (IOException e) {
            return "another process";
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(folder.resolve(OWNER));
        }
    }
}
