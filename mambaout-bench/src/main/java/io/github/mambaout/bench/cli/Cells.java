package io.github.mambaout.bench.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The cells of a line, by their headings. Numbers are written as in English, whatever the language here. */
final class Cells {
    private final Map<String, String> cells = new LinkedHashMap<>();

    /** Begins with what every line about a model has. */
    Cells(String model, int imgSize, int batch, int threads, String what) {
        with("model", "%s", model);
        with("size", "%d", imgSize);
        with("batch", "%d", batch);
        with("threads", "%d", threads);
        with("what", "%s", what);
    }

    /**
     * @param heading of the column
     * @param format of {@link String#format}
     * @param values what it shows
     * @return this
     */
    Cells with(String heading, String format, Object... values) {
        cells.put(heading, text(format, values));
        return this;
    }

    /**
     * @param heading of the column
     * @param share a part of the whole, shown in percent
     * @return this
     */
    Cells withPercent(String heading, double share) {
        return with(heading, "%.1f%%", 100 * share);
    }

    Map<String, String> all() {
        return cells;
    }

    /** @return what was done, for a {@link BenchRow.Summary} */
    static String work(String model, int imgSize, int batch, int threads) {
        return text(
                "%s, batch %d, %d×%d, %d %s",
                model, batch, imgSize, imgSize, threads, threads == 1 ? "thread" : "threads");
    }

    static String interval(double value, double low, double high) {
        return text("%.2f (%.2f to %.2f)", value, low, high);
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
