package io.github.mambaout.weights;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file so that its place holds either what was there before or the complete new content, whenever the process or
 * the machine stops: into a temporary file beside it, which is forced to the disk and then renamed.
 */
public final class AtomicFile {

    /** What is to be written. */
    @FunctionalInterface
    public interface Content {
        /**
         * @param out a buffered stream; need not be closed
         * @throws IOException if the content can't be made or written; the file's place then keeps what it had
         */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes or replaces a file. Missing folders above it are made; a symbolic link stays and its target is replaced.
     *
     * @param target where the content goes
     * @param content what is written
     * @throws IOException if the folder can't be written to or the disk is full, with a message that says which and what
     *     to do; the temporary file has been removed then
     */
    public static void write(Path target, Content content) throws IOException {
        Path place = place(target);
        Path folder = place.getParent();
        if (folder == null || Files.isDirectory(place)) {
            throw new IOException("Can't write " + target + ": it is a folder. Give the name of a file.");
        }
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("Can't write " + target + ": " + e.getMessage() + " is a file, not a folder.", e);
        } catch (IOException e) {
            throw new IOException(
                    "Can't write " + target + ": folder " + folder + " can't be made (" + reason(e)
                            + "). Choose another folder.",
                    e);
        }
        Path temporary = folder.resolve("." + place.getFileName() + "." + UUID.randomUUID() + ".tmp");
        boolean written = false;
        try {
            writeAndForce(temporary, content);
            replace(temporary, place);
            written = true;
        } catch (IOException e) {
            throw new IOException(
                    "Can't write " + target + ": " + reason(e) + ". Check that folder " + folder
                            + " may be written to and that the disk has room, or choose another folder.",
                    e);
        } finally {
            if (!written) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /**
     * Gives a complete file, whose bytes have been forced to the disk, its place in one step.
     *
     * @param complete a file, best on the disk of the target, as it is copied otherwise
     * @param target what it replaces, if that is there; a symbolic link stays and its target is replaced
     * @throws IOException if that fails
     */
    public static void replace(Path complete, Path target) throws IOException {
        Path place = place(target);
        try {
            Files.move(complete, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(complete, place, StandardCopyOption.REPLACE_EXISTING);
        }
        forceFolder(place.getParent());
    }

    private static Path place(Path target) throws IOException {
        return Files.isSymbolicLink(target) && Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    }

    private static void writeAndForce(Path temporary, Content content) throws IOException {
        // A plain stream, because a channel would be closed when the thread is interrupted, and the last save with it.
        try (FileOutputStream file = new FileOutputStream(temporary.toFile());
                OutputStream out = new BufferedOutputStream(file, 1 << 16)) {
            content.writeTo(out);
            out.flush();
            file.getFD().sync();
        }
    }

    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows does not open folders; there a rename is as safe as it can be made.
            return;
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
