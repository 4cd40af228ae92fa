package io.github.mambaout.train.report;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;

/**
 * A small picture on a page.
 *
 * @param png the picture as PNG file bytes; owned by this value
 * @param about what it shows, for those who can't see it, and where the mouse rests
 * @param caption what stands below it, as HTML
 */
record Thumbnail(byte[] png, String about, String caption) {
    /** Where PNG files have their width. */
    private static final int WIDTH_OFFSET = 16;
    /** Pictures below this are enlarged so far that their pixels should be kept apart. */
    private static final int SMALL = 64;

    static Thumbnail of(ShownPicture picture) {
        return new Thumbnail(picture.png(), "a training picture", "");
    }

    static Thumbnail of(PredictedPicture picture) {
        return new Thumbnail(
                picture.png(),
                picture.place(),
                judgement(picture) + (picture.correct() ? "" : "<br>is " + Html.escape(picture.truth())));
    }

    /** With the true class and the loss in any case. */
    static Thumbnail ofHard(PredictedPicture picture) {
        return new Thumbnail(
                picture.png(),
                picture.place(),
                judgement(picture)
                        + String.format(
                                Locale.ROOT,
                                "<br>is %s<br><span class=\"faint\">loss %.2f</span>",
                                Html.escape(picture.truth()),
                                picture.loss()));
    }

    private static String judgement(PredictedPicture picture) {
        return String.format(
                Locale.ROOT,
                "<span class=\"%s\">%s %s</span> %.0f%%",
                picture.correct() ? "right" : "wrong",
                picture.correct() ? "✓" : "✗",
                Html.escape(picture.predicted()),
                100 * picture.probability());
    }

    String toHtml() {
        String text = Html.escape(about);
        return "<li><img class=\"" + (isSmall() ? "small" : "photo") + "\" alt=\"" + text + "\" title=\"" + text
                + "\" src=\"data:image/png;base64," + Base64.getEncoder().encodeToString(png) + "\">" + caption
                + "</li>";
    }

    private boolean isSmall() {
        return png.length > WIDTH_OFFSET + Integer.BYTES && ByteBuffer.wrap(png).getInt(WIDTH_OFFSET) < SMALL;
    }
}
