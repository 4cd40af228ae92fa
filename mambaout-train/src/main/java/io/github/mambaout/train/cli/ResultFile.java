package io.github.mambaout.train.cli;

import io.github.mambaout.weights.AtomicFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of results that take long to compute. It grows beside its place as {@code NAME.partial} and gets its name when it is
 * complete: until then the place keeps what it had, and if the work stops early, what was computed is not lost.
 */
final class ResultFile implements AutoCloseable {
    private final Path place;
    private final Path partial;
    private final FileChannel channel;

    private ResultFile(Path place, Path partial, FileChannel channel) {
        this.place = place;
        this.partial = partial;
        this.channel = channel;
    }

    /**
     * @param place where the complete file goes; missing folders above it are made
     * @return an empty file
     * @throws IOException if it can't be written there
     */
    static ResultFile open(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            throw new FileSystemException(place.toString(), null, "is a folder; give the name of a file to write");
        }
        Path absolute = place.toAbsolutePath();
        // Early releases of JDK 17 refuse a link to a folder in createDirectories.
        if (!Files.isDirectory(absolute.getParent())) {
            Files.createDirectories(absolute.getParent());
        }
        if (Files.exists(absolute) && !Files.isWritable(absolute)) {
            throw new FileSystemException(place.toString(), null, "this file may not be written to");
        }
        Path partial = absolute.resolveSibling(absolute.getFileName() + ".partial");
        return new ResultFile(
                place,
                partial,
                FileChannel.open(
                        partial,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING));
    }

    /** @return the file's bytes, from 0 */
    FileChannel channel() {
        return channel;
    }

    /** @return writes text in UTF-8; to be flushed */
    PrintWriter writer() {
        return new PrintWriter(new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
    }

    /** @return where the file is until it is complete */
    Path partial() {
        return partial;
    }

    /**
     * Gives the file its name.
     *
     * @throws IOException if that fails; the partial file stays then
     */
    void complete() throws IOException {
        channel.force(true);
        channel.close();
        AtomicFile.replace(partial, place);
    }

    /** Leaves an incomplete file as it is, unless it is empty. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            boolean empty = channel.size() == 0;
            channel.close();
            if (empty) {
                Files.deleteIfExists(partial);
            }
        }
    }
}
