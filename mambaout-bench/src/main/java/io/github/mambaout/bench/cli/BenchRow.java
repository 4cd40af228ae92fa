package io.github.mambaout.bench.cli;

import java.util.Locale;
import java.util.Map;

/** One line of a table, and one object of {@code rows} in the JSON file, which holds the components of the record. */
interface BenchRow {

    /** @return what is printed under which heading, in order */
    Map<String, String> cells();

    /**
     * @param format of {@link String#format}
     * @param values what it shows
     * @return the text, written as in English whatever the language here
     */
    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /**
     * @param share a part of the whole
     * @return it in percent
     */
    static String percent(double share) {
        return text("%.1f%%", 100 * share);
    }
}
