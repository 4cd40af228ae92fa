package io.github.mambaout.train.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a command prints a table. */
enum TableFormat {
    /** Columns for people. */
    TEXT,
    /** One array of objects. */
    JSON,
    /** One line for each row, with a heading. */
    CSV;

    /**
     * @param rows fields by name, in the order of display
     * @param out stays open
     */
    static void json(List<Map<String, Object>> rows, PrintWriter out) throws IOException {
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .writeValue(out, rows);
        out.println();
    }

    /**
     * @param rows fields by name; a row that lacks a field of another has an empty cell there
     * @param out stays open
     */
    static void csv(List<Map<String, Object>> rows, PrintWriter out) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.keySet()));
        out.println(CsvLine.of(names));
        rows.forEach(row -> out.println(CsvLine.of(
                names.stream().map(name -> row.getOrDefault(name, "")).toList())));
    }

    /**
     * Prints columns as wide as they need to be: the first to the left, figures to the right.
     *
     * @param headings of the columns
     * @param rows cells, as many in each
     * @param out stays open
     */
    static void text(List<String> headings, List<List<String>> rows, PrintWriter out) {
        List<List<String>> all = new ArrayList<>(List.of(headings));
        all.addAll(rows);
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int place = column;
                int width = all.stream()
                        .mapToInt(cells -> cells.get(place).length())
                        .max()
                        .orElse(0);
                String cell = row.get(column);
                String space = " ".repeat(width - cell.length());
                line.append(column == 0 ? cell + space : "  " + space + cell);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
