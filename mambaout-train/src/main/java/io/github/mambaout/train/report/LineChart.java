package io.github.mambaout.train.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A chart of lines as inline SVG. Colours come from the page's style sheet through the classes {@code series-0} to {@code
 * series-8}, so that the chart follows the page into the dark; further lines have the same colours and are dashed.
 *
 * @param title what the chart shows
 * @param across what its points stand over, for instance {@code update}
 * @param scale how both axes are divided
 * @param series the lines
 * @param marks places across with a line from top to bottom
 */
public record LineChart(String title, String across, Scale scale, List<Series> series, List<Mark> marks) {
    private static final int WIDTH = 400;
    private static final int HEIGHT = 230;
    private static final int LEFT = 56;
    private static final int RIGHT = 16;
    private static final int TOP = 12;
    private static final int BOTTOM = 44;
    private static final int LABEL_BASE = 10;
    /** More points than pixels show nothing more. */
    private static final int MOST_POINTS = 600;

    /** Marks of more points would lie on one another and hide the line. */
    private static final int MOST_MARKS = 40;

    private static final int COLOURS = 9;

    /** How an axis is divided. */
    public enum Scale {
        /** Equal distances for equal differences; from 0 across. */
        LINEAR,
        /** Equal distances for equal factors. */
        LOGARITHMIC
    }

    /**
     * One line.
     *
     * @param name what the line shows, for the legend
     * @param places where its points stand, ascending
     * @param values the points' values, as many; those that the axis can't show leave a gap
     * @param marked whether each point gets a mark, as long as they are few
     * @param ranges where each value lies with some certainty, as many, or none
     */
    public record Series(String name, List<Double> places, List<Double> values, boolean marked, List<Range> ranges) {
        /** Refuses places without values. */
        public Series {
            if (places.size() != values.size()) {
                throw new IllegalArgumentException(
                        name + ": " + places.size() + " positions but " + values.size() + " values");
            }
            if (!ranges.isEmpty() && ranges.size() != values.size()) {
                throw new IllegalArgumentException(
                        name + ": " + values.size() + " values but " + ranges.size() + " ranges");
            }
            ranges = List.copyOf(ranges);
        }

        /**
         * A line without ranges.
         *
         * @param name what the line shows, for the legend
         * @param places where its points stand, ascending
         * @param values the points' values, as many
         * @param marked whether each point gets a mark, as long as they are few
         */
        public Series(String name, List<Double> places, List<Double> values, boolean marked) {
            this(name, places, values, marked, List.of());
        }

        /** The means of runs of neighbours, so that at most {@code most} points are left. */
        Series thinned(int most) {
            int run = (places.size() + most - 1) / most;
            if (run <= 1 || !ranges.isEmpty()) {
                return this;
            }
            List<Double> ends = new ArrayList<>();
            List<Double> means = new ArrayList<>();
            for (int start = 0; start < places.size(); start += run) {
                int end = Math.min(start + run, places.size());
                ends.add(places.get(end - 1));
                means.add(IntStream.range(start, end)
                        .mapToDouble(values::get)
                        .average()
                        .orElseThrow());
            }
            return new Series(name, ends, means, marked);
        }
    }

    /**
     * Where a value lies with some certainty, drawn as a line from top to bottom through its point.
     *
     * @param low lower end
     * @param high upper end
     */
    public record Range(double low, double high) {}

    /**
     * A dashed line from top to bottom.
     *
     * @param place where it stands
     * @param label what is written beside it
     */
    public record Mark(double place, String label) {}

    /** Copies the lists. */
    public LineChart {
        series = List.copyOf(series);
        marks = List.copyOf(marks);
    }

    /**
     * @param title what the chart shows
     * @param series lines over updates
     * @return a chart with linear axes
     */
    public static LineChart overUpdates(String title, List<Series> series) {
        return new LineChart(title, "update", Scale.LINEAR, series, List.of());
    }

    /** @return a card with the chart, and a legend where there are several lines */
    public String toCard() {
        return Html.card(title, toFigure());
    }

    /** @return the chart alone, with a legend if it has several lines */
    public String toFigure() {
        return (series.size() > 1 ? legend() : "") + toSvg();
    }

    private String legend() {
        return IntStream.range(0, series.size())
                .mapToObj(i -> "<li class=\"" + look(i) + "\">"
                        + Html.escape(series.get(i).name()) + "</li>")
                .collect(Collectors.joining("", "<ul class=\"legend\">", "</ul>"));
    }

    private static String look(int index) {
        return "series-" + index % COLOURS + (index < COLOURS ? "" : " dashed");
    }

    String toSvg() {
        List<Series> lines = series.stream().map(s -> s.thinned(MOST_POINTS)).toList();
        Stream<Double> places =
                Stream.concat(marks.stream().map(Mark::place), lines.stream().flatMap(s -> s.places().stream()));
        Stream<Double> values = lines.stream().flatMap(LineChart::shown);
        return scale == Scale.LINEAR
                ? toSvg(
                        lines,
                        Axis.covering(Stream.concat(Stream.of(0.0), places).toList()),
                        Axis.covering(values.toList()))
                : toSvg(lines, Axis.logarithmic(places.toList()), Axis.logarithmic(values.toList()));
    }

    private static Stream<Double> shown(Series line) {
        return Stream.concat(
                line.values().stream(), line.ranges().stream().flatMap(range -> Stream.of(range.low(), range.high())));
    }

    private String toSvg(List<Series> lines, Axis horizontal, Axis vertical) {
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s over %s\">",
                WIDTH,
                HEIGHT,
                Html.escape(title),
                Html.escape(across));
        for (double tick : vertical.ticks()) {
            double y = y(vertical, tick);
            add(svg, "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH - RIGHT, y, y);
            add(
                    svg,
                    "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 8,
                    y + 4,
                    vertical.label(tick));
        }
        for (double tick : horizontal.ticks()) {
            add(
                    svg,
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(horizontal, tick),
                    HEIGHT - BOTTOM + 18,
                    horizontal.label(tick));
        }
        add(
                svg,
                "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 8,
                Html.escape(across));
        marks.forEach(mark -> append(svg, mark, horizontal));
        for (int i = 0; i < lines.size(); i++) {
            append(svg, lines.get(i), look(i), horizontal, vertical);
        }
        return svg.append("</svg>").toString();
    }

    private static void append(StringBuilder svg, Mark mark, Axis horizontal) {
        double x = x(horizontal, mark.place());
        add(svg, "<line class=\"limit\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>", x, x, TOP, HEIGHT - BOTTOM);
        boolean roomOnTheRight = horizontal.position(mark.place()) < 0.5;
        add(
                svg,
                "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                roomOnTheRight ? x + 4 : x - 4,
                TOP + LABEL_BASE,
                roomOnTheRight ? "start" : "end",
                Html.escape(mark.label()));
    }

    private void append(StringBuilder svg, Series line, String look, Axis horizontal, Axis vertical) {
        StringBuilder path = new StringBuilder();
        StringBuilder points = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < line.places().size(); i++) {
            double value = line.values().get(i);
            if (!Double.isFinite(vertical.position(value))) {
                drawing = false;
                continue;
            }
            double x = x(horizontal, line.places().get(i));
            double y = y(vertical, value);
            add(path, "%s%.1f %.1f", drawing ? "L" : "M", x, y);
            drawing = true;
            if (!line.ranges().isEmpty()) {
                append(points, line.ranges().get(i), look, x, vertical);
            }
            if (line.marked() && line.places().size() <= MOST_MARKS) {
                add(
                        points,
                        "<circle class=\"mark %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s, %s %,.0f: %.4f</title></circle>",
                        look,
                        x,
                        y,
                        Html.escape(line.name()),
                        Html.escape(across),
                        line.places().get(i),
                        value);
            }
        }
        add(svg, "<path class=\"curve %s\" d=\"%s\"/>%s", look, path, points);
    }

    private static void append(StringBuilder svg, Range range, String look, double x, Axis vertical) {
        add(
                svg,
                "<line class=\"curve %s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                look,
                x,
                x,
                y(vertical, range.low()),
                y(vertical, range.high()));
    }

    private static double x(Axis axis, double value) {
        return LEFT + axis.position(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(Axis axis, double value) {
        return HEIGHT - BOTTOM - axis.position(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static void add(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
