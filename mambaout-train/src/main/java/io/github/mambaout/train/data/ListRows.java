package io.github.mambaout.train.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The rows of a list one after the other, as text by name, so that a long list takes no memory. */
final class ListRows implements AutoCloseable {
    private final Path file;
    private final MappingIterator<JsonNode> rows;
    private JsonNode row;
    private long number;

    private ListRows(Path file, ObjectReader reader) throws IOException {
        this.file = file;
        this.rows = reader.readValues(new BufferedInputStream(Files.newInputStream(file)));
    }

    /** Names in the first row; spaces after commas and empty lines are no part of the values. */
    static ListRows ofCsv(Path file) throws IOException {
        return new ListRows(
                file,
                CsvMapper.builder()
                        .enable(CsvParser.Feature.TRIM_SPACES)
                        .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                        .build()
                        .readerFor(JsonNode.class)
                        .with(CsvSchema.emptySchema().withHeader()));
    }

    /** One JSON object after the other, by custom one a line. */
    static ListRows ofJsonLines(Path file) throws IOException {
        return new ListRows(file, new ObjectMapper().readerFor(JsonNode.class));
    }

    /**
     * Goes to the next row.
     *
     * @return whether there is one
     * @throws DataException if it is none; the message names the row
     */
    boolean next() throws IOException {
        try {
            if (!rows.hasNextValue()) {
                return false;
            }
            row = rows.nextValue();
            number++;
            return true;
        } catch (JsonProcessingException e) {
            throw new DataException(
                    file + ": row " + (number + 1) + " can't be understood: " + e.getOriginalMessage() + ".", e);
        }
    }

    /** Number of the present row, from 1; the header of a CSV file is none. */
    long number() {
        return number;
    }

    /** A text or a number of the present row. */
    Optional<String> field(String name) {
        JsonNode field = row.path(name);
        return field.isTextual() || field.isIntegralNumber() ? Optional.of(field.asText()) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
