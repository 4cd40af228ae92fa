package io.github.mambaout.train.report;

import io.github.mambaout.weights.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What all report pages have in common: one HTML file with its style inside, readable without a network, in light and dark,
 * on wide and narrow screens.
 */
public final class Html {
    private Html() {}

    /**
     * @param text any text
     * @return it made safe for HTML and SVG
     */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /**
     * @param title of the page, as text
     * @param content what follows the title, as HTML
     * @return the whole page
     */
    public static String page(String title, String content) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                <h1>%s</h1>
                %s</main>
                </body>
                </html>
                """.formatted(escape(title), styleSheet(), escape(title), content);
    }

    /**
     * Writes a page.
     *
     * @param file where to; replaced in one step if it is there
     * @param page the whole page
     * @throws UncheckedIOException if it cannot be written; the message names it
     */
    public static void write(Path file, String page) {
        try {
            AtomicFile.write(file, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * @param title what it shows, as text
     * @param body as HTML
     * @return a card
     */
    public static String card(String title, String body) {
        return card("card", title, body);
    }

    /**
     * @param title what it shows, as text
     * @param body as HTML
     * @return a card as wide as the page, among others
     */
    public static String wideCard(String title, String body) {
        return card("card wide", title, body);
    }

    private static String card(String look, String title, String body) {
        return "<section class=\"" + look + "\"><h2>" + escape(title) + "</h2>" + body + "</section>\n";
    }

    /**
     * @param headings of the columns, as text
     * @param rows cells, as text
     * @return a table of figures that scrolls where the screen is narrow
     */
    public static String table(List<String> headings, List<List<String>> rows) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table class=\"figures-table\"><thead><tr>");
        headings.forEach(heading ->
                html.append("<th scope=\"col\">").append(escape(heading)).append("</th>"));
        html.append("</tr></thead><tbody>");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
            html.append("</tr>");
        }
        return html.append("</tbody></table></div>").toString();
    }

    private static String styleSheet() {
        try (InputStream in = Html.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The report's style sheet cannot be read from the jar", e);
        }
    }
}
