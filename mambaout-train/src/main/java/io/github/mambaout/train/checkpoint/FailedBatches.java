package io.github.mambaout.train.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.mambaout.weights.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The pictures of updates whose loss or gradient was no finite number, a line each in a CSV file, so that one can look at them.
 */
public final class FailedBatches {
    private static final CsvMapper CSV = new CsvMapper();
    private static final CsvSchema COLUMNS = CSV.schemaFor(Line.class).withHeader();

    private final Path file;

    /** @param file where they are listed; made when there is the first */
    public FailedBatches(Path file) {
        this.file = file;
    }

    /**
     * One picture of such an update.
     *
     * @param update its number, counted from 1
     * @param loss its loss
     * @param gradientNorm the L2 norm of its gradient
     * @param index of the picture in its data set
     * @param picture where it comes from
     */
    @JsonPropertyOrder({"update", "loss", "gradient_norm", "index", "picture"})
    public record Line(
            long update,
            double loss,
            @JsonProperty("gradient_norm") double gradientNorm,
            int index,
            String picture) {}

    /**
     * Adds the pictures of an update. Those of others stay; an update that is done again replaces its own.
     *
     * @param update its number, counted from 1
     * @param lines its pictures in their order
     * @throws IOException if the file can't be read or written; the message names it
     */
    public void put(long update, List<Line> lines) throws IOException {
        List<Line> all = new ArrayList<>(lines());
        all.removeIf(line -> line.update() == update);
        all.addAll(lines);
        byte[] content = CSV.writer(COLUMNS).writeValueAsBytes(all);
        AtomicFile.write(file, out -> out.write(content));
    }

    private List<Line> lines() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (MappingIterator<Line> lines =
                CSV.readerFor(Line.class).with(COLUMNS).readValues(file.toFile())) {
            return lines.readAll();
        }
    }
}
