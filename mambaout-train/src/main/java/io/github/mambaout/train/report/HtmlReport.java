package io.github.mambaout.train.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page about a run: one HTML file with its style, curves and pictures inside, readable without a network, in light
 * and dark, on wide and narrow screens.
 */
public final class HtmlReport {
    /** Matrices beyond this many classes cannot be read on a screen; the list of mistakes still can. */
    private static final int MOST_CLASSES_IN_MATRIX = 40;

    private static final int MISTAKES = 8;
    /** Shares of a row above this get light text on their dark ground. */
    private static final double STRONG = 0.55;

    private final Report report;

    /** @param report what to show */
    public HtmlReport(Report report) {
        this.report = report;
    }

    /**
     * Writes the page.
     *
     * @param file where to; replaced if it is there
     * @throws UncheckedIOException if it cannot be written; the message names it
     */
    public void write(Path file) {
        try {
            Files.writeString(file, toHtml(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    String toHtml() {
        return Html.page(report.title(), """
                <section class="card">%s</section>
                <div class="grid-of-cards charts">
                %s
                </div>
                """.formatted(figures(), cards()));
    }

    private String cards() {
        StringBuilder cards = new StringBuilder();
        cards.append(lossChart().toCard());
        cards.append(accuracyChart().toCard());
        cards.append(learningRateChart().toCard());
        if (!report.epochs().isEmpty()) {
            ConfusionMatrix confusion =
                    report.epochs().get(report.epochs().size() - 1).evaluation().confusion();
            cards.append(Html.wideCard("Confusion matrix", confusionMatrix(confusion)));
        }
        if (!report.pictures().isEmpty()) {
            cards.append(Html.wideCard("Held-out pictures", pictures()));
        }
        cards.append("</div><div class=\"grid-of-cards tables\">");
        report.tables().forEach((title, table) -> cards.append(Html.card(title, table(table))));
        return cards.toString();
    }

    private LineChart lossChart() {
        return LineChart.overUpdates(
                "Loss",
                List.of(
                        updates("training (smoothed labels)", UpdateMetrics::loss),
                        epochs("validation", Evaluation::loss)));
    }

    private LineChart accuracyChart() {
        return LineChart.overUpdates(
                "Accuracy on held-out pictures",
                List.of(epochs("top-1", Evaluation::top1Share), epochs("top-5", Evaluation::top5Share)));
    }

    private LineChart learningRateChart() {
        return LineChart.overUpdates("Learning rate", List.of(updates("learning rate", UpdateMetrics::learningRate)));
    }

    private LineChart.Series updates(String name, java.util.function.ToDoubleFunction<UpdateMetrics> value) {
        return new LineChart.Series(
                name,
                report.updates().stream()
                        .map(metrics -> (double) metrics.update())
                        .toList(),
                report.updates().stream().map(value::applyAsDouble).toList(),
                false);
    }

    private LineChart.Series epochs(String name, java.util.function.ToDoubleFunction<Evaluation> value) {
        return new LineChart.Series(
                name,
                report.epochs().stream()
                        .map(metrics -> (double) metrics.update())
                        .toList(),
                report.epochs().stream()
                        .map(metrics -> value.applyAsDouble(metrics.evaluation()))
                        .toList(),
                true);
    }

    private String figures() {
        return report.summary().entrySet().stream()
                .map(entry -> "<div><dt>" + Html.escape(entry.getKey()) + "</dt><dd>" + Html.escape(entry.getValue())
                        + "</dd></div>")
                .collect(Collectors.joining("", "<dl class=\"figures\">", "</dl>"));
    }

    private static String table(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(entry -> "<tr><th scope=\"row\">" + Html.escape(entry.getKey()) + "</th><td>"
                        + Html.escape(entry.getValue()) + "</td></tr>")
                .collect(Collectors.joining("", "<table class=\"settings\"><tbody>", "</tbody></table>"));
    }

    private static String confusionMatrix(ConfusionMatrix confusion) {
        List<String> classes = confusion.classes();
        StringBuilder html = new StringBuilder();
        html.append("<p class=\"quiet\">").append(confusion.correct()).append(" of ");
        html.append(java.util.stream.IntStream.range(0, classes.size())
                .mapToLong(confusion::total)
                .sum());
        html.append(" held-out pictures were given their true class.");
        if (classes.size() <= MOST_CLASSES_IN_MATRIX) {
            html.append(" Rows are true classes, columns predicted ones; a cell's depth is its share of the row.</p>");
            html.append("<div class=\"scroll\"><table class=\"confusion\"><thead><tr><th></th>");
            for (String name : classes) {
                html.append("<th scope=\"col\" title=\"")
                        .append(Html.escape(name))
                        .append("\">");
                html.append(Html.escape(name)).append("</th>");
            }
            html.append("</tr></thead><tbody>");
            for (int truth = 0; truth < classes.size(); truth++) {
                appendRow(html, confusion, truth);
            }
            html.append("</tbody></table></div>");
        } else {
            html.append("</p>");
        }
        List<ConfusionMatrix.Confusion> mistakes = confusion.mistakes(MISTAKES);
        if (!mistakes.isEmpty()) {
            html.append("<ol class=\"mistakes\">");
            for (ConfusionMatrix.Confusion mistake : mistakes) {
                html.append(String.format(
                        Locale.ROOT,
                        "<li><b>%s</b> taken for <b>%s</b>: %d of %d</li>",
                        Html.escape(mistake.truth()),
                        Html.escape(mistake.predicted()),
                        mistake.count(),
                        mistake.total()));
            }
            html.append("</ol>");
        }
        return html.toString();
    }

    private static void appendRow(StringBuilder html, ConfusionMatrix confusion, int truth) {
        List<String> classes = confusion.classes();
        long total = confusion.total(truth);
        html.append("<tr><th scope=\"row\">")
                .append(Html.escape(classes.get(truth)))
                .append("</th>");
        for (int predicted = 0; predicted < classes.size(); predicted++) {
            long count = confusion.count(truth, predicted);
            double share = total == 0 ? 0 : (double) count / total;
            html.append(String.format(
                    Locale.ROOT,
                    "<td class=\"%s\" style=\"--share:%.3f\" title=\"%s taken for %s: %d of %d\">%s</td>",
                    count == 0 ? "none" : share > STRONG ? "strong" : "weak",
                    share,
                    Html.escape(classes.get(truth)),
                    Html.escape(classes.get(predicted)),
                    count,
                    total,
                    count == 0 ? "·" : Long.toString(count)));
        }
        html.append("</tr>");
    }

    private String pictures() {
        StringBuilder html = new StringBuilder("<ul class=\"pictures\">");
        for (PredictedPicture picture : report.pictures()) {
            html.append(String.format(
                    Locale.ROOT,
                    "<li><img class=\"%s\" alt=\"%s\" src=\"data:image/png;base64,%s\"><span class=\"%s\">%s %s</span> %.0f%%%s</li>",
                    isSmall(picture.png()) ? "small" : "photo",
                    Html.escape(picture.truth()),
                    Base64.getEncoder().encodeToString(picture.png()),
                    picture.correct() ? "right" : "wrong",
                    picture.correct() ? "✓" : "✗",
                    Html.escape(picture.predicted()),
                    100 * picture.probability(),
                    picture.correct() ? "" : "<br>is " + Html.escape(picture.truth())));
        }
        return html.append("</ul>").toString();
    }

    /** Whether the PNG is less than 64 pixels wide, so that enlarging should keep its pixels apart. */
    private static boolean isSmall(byte[] png) {
        int widthOffset = 16;
        return png.length > widthOffset + Integer.BYTES
                && java.nio.ByteBuffer.wrap(png).getInt(widthOffset) < 64;
    }
}
