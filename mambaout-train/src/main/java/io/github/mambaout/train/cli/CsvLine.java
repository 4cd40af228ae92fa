package io.github.mambaout.train.cli;

import java.util.Collection;
import java.util.stream.Collectors;

/** Lines of comma-separated values (RFC 4180). */
final class CsvLine {
    private CsvLine() {}

    /**
     * @param cells any values
     * @return them as one line without its end, quoted where they need it
     */
    static String of(Collection<?> cells) {
        return cells.stream().map(cell -> quoted(String.valueOf(cell))).collect(Collectors.joining(","));
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
