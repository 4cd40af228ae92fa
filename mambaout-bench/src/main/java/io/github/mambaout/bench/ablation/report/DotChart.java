package io.github.mambaout.bench.ablation.report;

import io.github.mambaout.bench.ablation.statistics.Interval;
import io.github.mambaout.train.report.Axis;
import io.github.mambaout.train.report.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Rows of dots along one axis as inline SVG, a dot for each seed, with an interval where there is one. Colours come from the
 * page's style sheet.
 *
 * @param title what the axis shows
 * @param rows the rows, from above
 * @param marks places with a line from top to bottom
 */
record DotChart(String title, List<Row> rows, List<Mark> marks) {
    private static final int WIDTH = 400;
    /** Half a label of a number, which stands below the end of the axis. */
    private static final int SIDE = 24;

    private static final int ROW = 44;
    private static final int BOTTOM = 28;
    private static final int LABEL_BASE = 14;
    private static final int DOT_HEIGHT = 28;

    /**
     * One row.
     *
     * @param label what it shows
     * @param values seed to value
     * @param mean of the values
     * @param interval of the mean
     */
    record Row(String label, SortedMap<Long, Double> values, double mean, Optional<Interval> interval) {}

    /**
     * A line from top to bottom.
     *
     * @param place on the axis
     * @param dashed how it is drawn
     * @param label what it means
     */
    record Mark(double place, boolean dashed, String label) {}

    String svg() {
        Axis axis = axis();
        int height = rows.size() * ROW + BOTTOM;
        StringBuilder svg = new StringBuilder();
        add(svg, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", WIDTH, height, Html.escape(title));
        for (double tick : axis.ticks()) {
            double x = x(axis, tick);
            add(svg, "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\"/>", x, x, height - BOTTOM);
            add(
                    svg,
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x,
                    height - BOTTOM + LABEL_BASE,
                    axis.label(tick));
        }
        for (Mark mark : marks) {
            double x = x(axis, mark.place());
            add(
                    svg,
                    "<line class=\"curve series-1\" x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\"%s><title>%s</title></line>",
                    x,
                    x,
                    height - BOTTOM,
                    mark.dashed() ? " stroke-dasharray=\"4 4\"" : "",
                    Html.escape(mark.label()));
        }
        for (int row = 0; row < rows.size(); row++) {
            addRow(svg, axis, rows.get(row), row * ROW);
        }
        return svg.append("</svg>").toString();
    }

    private Axis axis() {
        List<Double> values = new ArrayList<>();
        for (Row row : rows) {
            values.addAll(row.values().values());
            row.interval().ifPresent(interval -> {
                values.add(interval.low());
                values.add(interval.high());
            });
        }
        marks.forEach(mark -> values.add(mark.place()));
        return Axis.covering(values);
    }

    private static void addRow(StringBuilder svg, Axis axis, Row row, int top) {
        add(svg, "<text class=\"tick\" x=\"%d\" y=\"%d\">%s</text>", SIDE, top + LABEL_BASE, Html.escape(row.label()));
        int y = top + DOT_HEIGHT;
        row.interval()
                .ifPresent(interval -> add(
                        svg,
                        "<line class=\"curve series-0\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"><title>%s</title></line>",
                        x(axis, interval.low()),
                        x(axis, interval.high()),
                        y,
                        y,
                        Html.escape("interval of the mean " + interval)));
        row.values()
                .forEach((seed, value) -> add(
                        svg,
                        "<circle class=\"mark series-0\" cx=\"%.1f\" cy=\"%d\" r=\"4\" opacity=\"0.6\"><title>seed %d: %.4f</title></circle>",
                        x(axis, value),
                        y,
                        seed,
                        value));
        double mean = x(axis, row.mean());
        add(
                svg,
                "<line class=\"curve series-0\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"><title>mean %.4f</title></line>",
                mean,
                mean,
                y - 8,
                y + 8,
                row.mean());
    }

    private static double x(Axis axis, double value) {
        return SIDE + axis.position(value) * (WIDTH - 2 * SIDE);
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
