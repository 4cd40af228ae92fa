package io.github.mambaout.bench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.mambaout.weights.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Prints lines as they come and keeps them in a file, so that a run that is ended early leaves what it has found. */
final class BenchReport {
    private static final int FIRST_COLUMN = 20;
    private static final int COLUMN = 9;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final PrintWriter out;
    private final Optional<Path> file;
    private final String peak;
    private final List<BenchRow> rows = new ArrayList<>();
    private Set<String> headings = Set.of();

    /**
     * @param out where lines are printed
     * @param file where they are kept, too; it is written at once, since what can't be written is better known before minutes
     *     of measuring than after them
     * @param peak what the peak is measured with
     */
    BenchReport(PrintWriter out, Optional<Path> file, String peak) {
        this.out = out;
        this.file = file;
        this.peak = peak;
        write();
    }

    /** @param unfinished rows for the file alone, from what has been measured so far; the next row takes their place */
    void keep(List<? extends BenchRow> unfinished) {
        write(unfinished);
    }

    /** @param row what was measured */
    void add(BenchRow row) {
        rows.add(row);
        if (!row.cells().keySet().equals(headings)) {
            out.println();
            headings = row.cells().keySet();
            print(List.copyOf(headings), List.copyOf(headings));
        }
        print(List.copyOf(headings), List.copyOf(row.cells().values()));
        write();
    }

    /** Prints what was found as a table in Markdown. */
    void printSummary() {
        out.printf("%n| work | figure | measured |%n| --- | --- | ---: |%n");
        rows.stream()
                .map(BenchRow::summary)
                .forEach(row -> out.printf("| %s | %s | %s |%n", row.work(), row.figure(), row.value()));
        out.flush();
    }

    private void print(List<String> columns, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            int width = i == 0 ? -FIRST_COLUMN : Math.max(COLUMN, columns.get(i).length());
            line.append(i == 0 ? "" : " ").append(String.format("%" + width + "s", cells.get(i)));
        }
        out.println(line);
        out.flush();
    }

    private void write() {
        write(List.of());
    }

    private void write(List<? extends BenchRow> unfinished) {
        List<BenchRow> all = Stream.concat(rows.stream(), unfinished.stream()).toList();
        file.ifPresent(place -> {
            try {
                AtomicFile.write(place, stream -> stream.write(JSON.writeValueAsBytes(BenchResult.of(peak, all))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
