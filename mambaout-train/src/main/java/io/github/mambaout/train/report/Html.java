package io.github.mambaout.train.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

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

    private static String styleSheet() {
        try (InputStream in = Html.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The report's style sheet cannot be read from the jar", e);
        }
    }
}
