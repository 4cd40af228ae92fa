package io.github.mambaout.train.report;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page about a run: one HTML file with its style, curves and pictures inside, readable without a network, in light
 * and dark, on wide and narrow screens.
 */
public final class HtmlReport {
    private final Report report;

    /** @param report what to show */
    public HtmlReport(Report report) {
        this.report = report;
    }

    /**
     * Writes the page.
     *
     * @param file where to; replaced in one step if it is there
     * @throws UncheckedIOException if it cannot be written; the message names it
     */
    public void write(Path file) {
        Html.write(file, toHtml());
    }

    String toHtml() {
        return Html.page(report.title(), """
                <section class="card">%s</section>
                <div class="grid-of-cards charts">
                %s</div>
                <div class="grid-of-cards tables">
                %s</div>
                <div class="grid-of-cards tables">
                %s</div>
                """.formatted(
                        figures(), new RunCharts(report.history()).toCards(), pictures(), tables()));
    }

    private String figures() {
        return report.summary().entrySet().stream()
                .map(entry -> "<div><dt>" + Html.escape(entry.getKey()) + "</dt><dd>" + Html.escape(entry.getValue())
                        + "</dd></div>")
                .collect(Collectors.joining("", "<dl class=\"figures\">", "</dl>"));
    }

    private String pictures() {
        StringBuilder cards = new StringBuilder();
        report.confusion().ifPresent(confusion -> cards.append(new ConfusionCards(confusion).toCards()));
        append(
                cards,
                "Hardest pictures",
                "Held-out pictures with the largest loss in the last evaluation: hard cases, or wrong labels.",
                report.hardest().stream().map(Thumbnail::ofHard).toList());
        append(
                cards,
                "What the network was shown",
                "Training pictures of the first update, augmented and mixed.",
                report.shown().stream().map(Thumbnail::of).toList());
        append(
                cards,
                "Held-out pictures",
                "Evenly spread over the data, with the likeliest class.",
                report.pictures().stream().map(Thumbnail::of).toList());
        return cards.toString();
    }

    private static void append(StringBuilder cards, String title, String about, List<Thumbnail> pictures) {
        if (!pictures.isEmpty()) {
            cards.append(Html.wideCard(
                    title,
                    pictures.stream()
                            .map(Thumbnail::toHtml)
                            .collect(Collectors.joining(
                                    "", "<p class=\"quiet\">" + about + "</p><ul class=\"pictures\">", "</ul>"))));
        }
    }

    private String tables() {
        return report.tables().entrySet().stream()
                .map(entry -> Html.card(entry.getKey(), table(entry.getValue())))
                .collect(Collectors.joining());
    }

    private static String table(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(entry -> "<tr><th scope=\"row\">" + Html.escape(entry.getKey()) + "</th><td>"
                        + Html.escape(entry.getValue()) + "</td></tr>")
                .collect(Collectors.joining("", "<table class=\"settings\"><tbody>", "</tbody></table>"));
    }
}
