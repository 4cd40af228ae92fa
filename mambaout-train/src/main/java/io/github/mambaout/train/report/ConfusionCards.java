package io.github.mambaout.train.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What an evaluation took for what: as a matrix where a screen can show one, as lists of mistakes and of classes for any number. */
final class ConfusionCards {
    /** Matrices beyond this many classes cannot be read on a screen. */
    private static final int MOST_CLASSES_IN_MATRIX = 40;

    private static final int MISTAKES = 20;
    private static final int CLASSES_LISTED = 40;
    /** Shares of a row above this get light text on their dark ground. */
    private static final double STRONG = 0.55;

    private final ConfusionMatrix confusion;
    private final List<String> classes;

    ConfusionCards(ConfusionMatrix confusion) {
        this.confusion = confusion;
        this.classes = confusion.classes();
    }

    String toCards() {
        StringBuilder cards = new StringBuilder();
        if (classes.size() <= MOST_CLASSES_IN_MATRIX) {
            cards.append(Html.wideCard("Confusion matrix", sentence() + matrix()));
        }
        cards.append(Html.card("Most frequent mistakes", mistakes()));
        cards.append(Html.card("Accuracy of each class", ofEachClass()));
        return cards.toString();
    }

    private String sentence() {
        return "<p class=\"quiet\">" + confusion.correct() + " of " + confusion.total()
                + " held-out pictures were given their true class. Rows are true classes, columns predicted ones; a cell's"
                + " depth is its share of the row.</p>";
    }

    private String matrix() {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table class=\"confusion\"><thead><tr><th></th>");
        for (String name : classes) {
            String text = Html.escape(name);
            html.append("<th scope=\"col\" title=\"")
                    .append(text)
                    .append("\">")
                    .append(text)
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>");
        for (int truth = 0; truth < classes.size(); truth++) {
            appendRow(html, truth);
        }
        return html.append("</tbody></table></div>").toString();
    }

    private void appendRow(StringBuilder html, int truth) {
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

    private String mistakes() {
        List<ConfusionMatrix.Confusion> mistakes = confusion.mistakes(MISTAKES);
        if (mistakes.isEmpty()) {
            return "<p class=\"quiet\">None.</p>";
        }
        StringBuilder html = new StringBuilder("<ol class=\"mistakes\">");
        for (ConfusionMatrix.Confusion mistake : mistakes) {
            html.append(String.format(
                    Locale.ROOT,
                    "<li><b>%s</b> taken for <b>%s</b>: %d of %d</li>",
                    Html.escape(mistake.truth()),
                    Html.escape(mistake.predicted()),
                    mistake.count(),
                    mistake.total()));
        }
        return html.append("</ol>").toString();
    }

    private String ofEachClass() {
        List<ConfusionMatrix.ClassAccuracy> all = confusion.ofEachClass().stream()
                .filter(one -> one.pictures() > 0)
                .sorted(Comparator.comparingDouble(ConfusionMatrix.ClassAccuracy::share))
                .toList();
        StringBuilder html = new StringBuilder("<p class=\"quiet\">");
        html.append(
                all.size() > CLASSES_LISTED
                        ? "The " + CLASSES_LISTED + " hardest of " + all.size() + " classes."
                        : "The hardest first.");
        html.append("</p><table class=\"classes\"><tbody>");
        for (ConfusionMatrix.ClassAccuracy one : all.subList(0, Math.min(CLASSES_LISTED, all.size()))) {
            html.append(String.format(
                    Locale.ROOT,
                    "<tr><th scope=\"row\" title=\"%s\">%s</th><td class=\"bar\"><i style=\"width:%.1f%%\"></i></td>"
                            + "<td>%.1f %%</td><td class=\"faint\">%d of %d</td></tr>",
                    Html.escape(one.name()),
                    Html.escape(one.name()),
                    100 * one.share(),
                    100 * one.share(),
                    one.correct(),
                    one.pictures()));
        }
        return html.append("</tbody></table>").toString();
    }
}
