package io.github.mambaout.bench.ablation.report;

import io.github.mambaout.weights.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Files of a report, which appear when they are complete. */
final class ReportFile {
    private ReportFile() {}

    /**
     * @param file where to; its folder is made if it is missing
     * @param text what it holds
     * @throws UncheckedIOException if it cannot be written; the message names it
     */
    static void write(Path file, String text) {
        try {
            AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
