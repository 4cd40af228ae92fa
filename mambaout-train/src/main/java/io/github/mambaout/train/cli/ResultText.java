package io.github.mambaout.train.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** Where a command's text goes: a {@link ResultFile} or standard output. */
final class ResultText implements AutoCloseable {
    private final Optional<ResultFile> file;
    private final PrintWriter writer;

    private ResultText(Optional<ResultFile> file, PrintWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * @param place a file to write
     * @param out standard output, for where no file is named; stays open
     * @throws IOException if the file can't be written
     */
    static ResultText to(Optional<Path> place, PrintWriter out) throws IOException {
        if (place.isEmpty()) {
            return new ResultText(Optional.empty(), out);
        }
        ResultFile file = ResultFile.open(place.get());
        return new ResultText(Optional.of(file), file.writer());
    }

    PrintWriter writer() {
        return writer;
    }

    /**
     * Hands over what was written; a {@link PrintWriter} keeps failures to itself.
     *
     * @throws IOException if it could not be written
     */
    static void requireWritten(PrintWriter writer) throws IOException {
        if (writer.checkError()) {
            throw new IOException(
                    "The results can't be written: the disk is full, or what reads the output has ended. What was written"
                            + " before is whole.");
        }
    }

    /** @return the unfinished file */
    Optional<Path> partial() {
        return file.map(ResultFile::partial);
    }

    /** Gives a file its name. */
    void complete() throws IOException {
        requireWritten(writer);
        if (file.isPresent()) {
            file.get().complete();
        }
    }

    @Override
    public void close() throws IOException {
        writer.flush();
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
