package io.github.mambaout.train.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A chart of lines over updates as inline SVG. Colours come from the page's style sheet through the classes {@code
 * series-0} and {@code series-1}, so that the chart follows the page into the dark.
 *
 * @param title what the chart shows
 * @param series the lines, at most two
 */
record LineChart(String title, List<Series> series) {
    private static final int WIDTH = 400;
    private static final int HEIGHT = 230;
    private static final int LEFT = 56;
    private static final int RIGHT = 16;
    private static final int TOP = 12;
    private static final int BOTTOM = 44;
    /** More points than pixels show nothing more. */
    private static final int MOST_POINTS = 600;

    /**
     * One line.
     *
     * @param name what the line shows, for the legend
     * @param updates where its points stand, ascending
     * @param values the points' values, as many
     * @param marked whether each point gets a mark: for few points
     */
    record Series(String name, List<Double> updates, List<Double> values, boolean marked) {
        Series {
            if (updates.size() != values.size()) {
                throw new IllegalArgumentException(
                        name + ": " + updates.size() + " positions but " + values.size() + " values");
            }
        }

        /** The means of runs of neighbours, so that at most {@code most} points are left. */
        Series thinned(int most) {
            int run = (updates.size() + most - 1) / most;
            if (run <= 1) {
                return this;
            }
            List<Double> places = new ArrayList<>();
            List<Double> means = new ArrayList<>();
            for (int start = 0; start < updates.size(); start += run) {
                int end = Math.min(start + run, updates.size());
                places.add(updates.get(end - 1));
                means.add(IntStream.range(start, end)
                        .mapToDouble(values::get)
                        .average()
                        .orElseThrow());
            }
            return new Series(name, places, means, marked);
        }
    }

    String toSvg() {
        List<Series> lines = series.stream().map(s -> s.thinned(MOST_POINTS)).toList();
        Axis across = Axis.covering(Stream.concat(Stream.of(0.0), lines.stream().flatMap(s -> s.updates().stream()))
                .toList());
        Axis up = Axis.covering(lines.stream().flatMap(s -> s.values().stream()).toList());
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                HEIGHT,
                Html.escape(title + " over updates")));
        for (double tick : up.ticks()) {
            double y = y(up, tick);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT,
                    WIDTH - RIGHT,
                    y,
                    y));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 8,
                    y + 4,
                    up.label(tick)));
        }
        for (double tick : across.ticks()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(across, tick),
                    HEIGHT - BOTTOM + 18,
                    across.label(tick)));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">update</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 8));
        for (int i = 0; i < lines.size(); i++) {
            append(svg, lines.get(i), i, across, up);
        }
        return svg.append("</svg>").toString();
    }

    private static void append(StringBuilder svg, Series line, int index, Axis across, Axis up) {
        StringBuilder path = new StringBuilder();
        StringBuilder marks = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < line.updates().size(); i++) {
            double value = line.values().get(i);
            if (!Double.isFinite(value)) {
                drawing = false;
                continue;
            }
            double x = x(across, line.updates().get(i));
            double y = y(up, value);
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", x, y));
            drawing = true;
            if (line.marked()) {
                marks.append(String.format(
                        Locale.ROOT,
                        "<circle class=\"mark series-%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s after update %.0f: %.4f</title></circle>",
                        index,
                        x,
                        y,
                        Html.escape(line.name()),
                        line.updates().get(i),
                        value));
            }
        }
        svg.append("<path class=\"curve series-")
                .append(index)
                .append("\" d=\"")
                .append(path)
                .append("\"/>");
        svg.append(marks);
    }

    private static double x(Axis axis, double value) {
        return LEFT + axis.position(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(Axis axis, double value) {
        return HEIGHT - BOTTOM - axis.position(value) * (HEIGHT - TOP - BOTTOM);
    }
}
