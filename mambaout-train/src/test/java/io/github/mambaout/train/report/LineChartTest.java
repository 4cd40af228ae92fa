package io.github.mambaout.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineChartTest {
    private static final List<Double> LENGTHS = List.of(100.0, 1000.0, 10_000.0);

    private static LineChart logarithmic(List<LineChart.Series> series) {
        return new LineChart(
                "Time & <length>",
                "tokens",
                LineChart.Scale.LOGARITHMIC,
                series,
                List.of(new LineChart.Mark(384, "6·D = 384")));
    }

    @Test
    void powerLawIsAStraightLineOnLogarithmicAxes() {
        String svg = logarithmic(List.of(new LineChart.Series("square", LENGTHS, List.of(2.0, 200.0, 20_000.0), true)))
                .toSvg();
        Matcher points = Pattern.compile("cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"").matcher(svg);
        List<Double> slopes = new ArrayList<>();
        assertThat(points.find()).isTrue();
        double x = Double.parseDouble(points.group(1));
        double y = Double.parseDouble(points.group(2));
        while (points.find()) {
            slopes.add((y - Double.parseDouble(points.group(2))) / (Double.parseDouble(points.group(1)) - x));
            x = Double.parseDouble(points.group(1));
            y = Double.parseDouble(points.group(2));
        }
        assertThat(slopes).hasSize(2);
        assertThat(slopes.get(0)).isPositive().isCloseTo(slopes.get(1), within(0.01));
        assertThat(svg)
                .contains("square, tokens 10,000: 20000.0000", "class=\"limit\"", ">6·D = 384<", ">tokens<")
                .contains("aria-label=\"Time &amp; &lt;length&gt; over tokens\"");
    }

    @Test
    void whatALogarithmicAxisCannotShowLeavesAGap() {
        String svg = logarithmic(List.of(new LineChart.Series("half", LENGTHS, List.of(2.0, 0.0, 3.0), false)))
                .toSvg();
        assertThat(svg).doesNotContain("Infinity", "NaN");
        assertThat(svg.split("M[0-9]", -1)).hasSize(3);
    }

    @Test
    void everyLineHasALookOfItsOwnThatTheLegendShows() {
        List<LineChart.Series> series = IntStream.range(0, 11)
                .mapToObj(i -> new LineChart.Series("line " + i, LENGTHS, List.of(1.0 + i, 2.0, 3.0), false))
                .toList();
        String card = logarithmic(series).toCard();
        assertThat(card)
                .contains("<li class=\"series-8\">line 8</li>", "<li class=\"series-1 dashed\">line 10</li>")
                .contains("class=\"curve series-8\"", "class=\"curve series-1 dashed\"");
    }

    @Test
    void rangesGoThroughTheirPointsAndFitOntoTheAxis() {
        String svg = new LineChart(
                        "top-1",
                        "pixels",
                        LineChart.Scale.LINEAR,
                        List.of(new LineChart.Series(
                                "mixer",
                                List.of(50.0, 100.0),
                                List.of(0.5, 0.75),
                                true,
                                List.of(new LineChart.Range(0, 1), new LineChart.Range(0.7, 0.8)))),
                        List.of())
                .toSvg();
        // The drawing's area: 56 to 384 across, 186 (0 of 1) to 12 (1 of 1) upwards.
        assertThat(svg)
                .contains("<line class=\"curve series-0\" x1=\"220.0\" x2=\"220.0\" y1=\"186.0\" y2=\"12.0\"/>")
                .contains("<line class=\"curve series-0\" x1=\"384.0\" x2=\"384.0\" y1=\"64.2\" y2=\"46.8\"/>")
                .contains("cx=\"220.0\" cy=\"99.0\"");
    }

    @Test
    void marksOfManyPointsDoNotHideTheirLine() {
        assertThat(marksOf(40)).isEqualTo(40);
        assertThat(marksOf(41)).isZero();
    }

    private static int marksOf(int points) {
        List<Double> values =
                IntStream.range(0, points).mapToObj(i -> (double) i).toList();
        LineChart chart = LineChart.overUpdates("x", List.of(new LineChart.Series("a", values, values, true)));
        return chart.toSvg().split("<circle", -1).length - 1;
    }
}
