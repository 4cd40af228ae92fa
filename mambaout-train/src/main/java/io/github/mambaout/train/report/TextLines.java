package io.github.mambaout.train.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A text file that grows line by line. Each line is flushed when written, so that the file can be followed. */
final class TextLines implements AutoCloseable {
    private final Path file;
    private final BufferedWriter writer;

    private TextLines(Path file, BufferedWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * @param file where to write
     * @return the file with what it holds, to go on at its end
     * @throws UncheckedIOException if it cannot be written; the message names it
     */
    static TextLines append(Path file) {
        try {
            return new TextLines(
                    file,
                    Files.newBufferedWriter(
                            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw cannotBeWritten(file, e);
        }
    }

    /**
     * @param file what messages call the place
     * @param out where to write; need not be closed
     * @return lines that are written there
     */
    static TextLines to(Path file, OutputStream out) {
        return new TextLines(file, new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
    }

    /** @throws UncheckedIOException if it cannot be written; the message names the file */
    void add(String line) {
        try {
            writer.write(line);
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw cannotBeWritten(file, e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw cannotBeWritten(file, e);
        }
    }

    static UncheckedIOException cannotBeWritten(Path file, IOException e) {
        return new UncheckedIOException(file + ": cannot be written: " + e.getMessage() + ".", e);
    }
}
