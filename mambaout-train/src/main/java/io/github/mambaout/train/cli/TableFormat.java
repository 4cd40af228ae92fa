package io.github.mambaout.train.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a command prints a table. */
enum TableFormat {
    /** Columns for people. */
    TEXT,
    /** One array of objects. */
    JSON,
    /** One line for each row, with a heading. */
    CSV;

    /** How a figure begins, also one that is not known. */
    private static final Pattern FIGURE = Pattern.compile("-?\\d|-$");

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
     * Prints columns as wide as they need to be: figures to the right, texts to the left.
     *
     * @param headings of the columns
     * @param rows cells, as many in each
     * @param out stays open
     */
    static void text(List<String> headings, List<List<String>> rows, PrintWriter out) {
        List<List<String>> all = new ArrayList<>(List.of(headings));
        all.addAll(rows);
        List<String> formats = IntStream.range(0, headings.size())
                .mapToObj(column -> format(column, all, rows))
                .toList();
        for (List<String> row : all) {
            String line = IntStream.range(0, row.size())
                    .mapToObj(column -> String.format(Locale.ROOT, formats.get(column), row.get(column)))
                    .collect(Collectors.joining("  "));
            out.println(line.stripTrailing());
        }
    }

    private static String format(int column, List<List<String>> all, List<List<String>> rows) {
        int width = Math.max(
                1, all.stream().mapToInt(row -> row.get(column).length()).max().orElse(1));
        boolean figures =
                rows.stream().allMatch(row -> FIGURE.matcher(row.get(column)).lookingAt());
        return "%" + (figures ? "" : "-") + width + "s";
    }
}
