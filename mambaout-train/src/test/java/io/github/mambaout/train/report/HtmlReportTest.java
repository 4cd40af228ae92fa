package io.github.mambaout.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PngPicture;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class HtmlReportTest {
    private static final List<String> CLASSES = List.of("cat", "<dog> & \"wolf\"", "owl");

    @TempDir
    Path folder;

    @Test
    void pageIsWellFormedAndNeedsNothingBesideIt() throws Exception {
        Path file = folder.resolve("report.html");
        new HtmlReport(report(updates(1500), epochs(3))).write(file);
        String html = Files.readString(file);
        assertThat(html).doesNotContain("http:", "https:", "<script", "<link", "src=\"/");
        Document page = parse(html);
        assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(5);
        assertThat(html).contains("prefers-color-scheme: dark", "width=device-width");
    }

    @Test
    void namesFromTheDataAreShownAsTextOnly() throws Exception {
        String html = new HtmlReport(report(updates(3), epochs(1))).toHtml();
        assertThat(html).doesNotContain("<dog>").contains("&lt;dog&gt; &amp; &quot;wolf&quot;");
        assertThat(parse(html).getDocumentElement().getTextContent()).contains("<dog> & \"wolf\"");
    }

    @Test
    void confusionMatrixShowsEveryCount() throws Exception {
        NodeList cells = parse(new HtmlReport(report(updates(3), epochs(1))).toHtml())
                .getElementsByTagName("table")
                .item(0)
                .getChildNodes();
        assertThat(cells.item(1).getChildNodes().item(0).getTextContent()).isEqualTo("cat81·");
        assertThat(cells.item(1).getChildNodes().item(2).getTextContent()).isEqualTo("owl··5");
    }

    @Test
    void runThatWasStoppedAtOnceHasAPageToo() throws Exception {
        Document page = parse(new HtmlReport(report(List.of(), List.of())).toHtml());
        assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(5);
    }

    @Test
    void lossThatIsNoNumberBreaksTheCurveOnly() throws Exception {
        List<UpdateMetrics> updates = new ArrayList<>(updates(4));
        updates.add(new UpdateMetrics(5, 0, Double.NaN, 1e-3, Double.NaN, 10, 1, 9));
        assertThat(new HtmlReport(report(updates, List.of())).toHtml()).doesNotContain("NaN");
    }

    @Test
    void matrixOfVeryManyClassesGivesWayToTheListOfMistakes() throws Exception {
        List<String> classes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            classes.add("class " + i);
        }
        ConfusionMatrix confusion = new ConfusionMatrix(classes);
        confusion.add(3, 999);
        String html = new ConfusionCards(confusion).toCards();
        assertThat(html.length()).isLessThan(100_000);
        assertThat(html)
                .doesNotContain("Confusion matrix")
                .contains("<b>class 3</b> taken for <b>class 999</b>: 1 of 1", "<td>0.0 %</td>");
    }

    @Test
    void pictureIsEncodedWithItsPixels() throws Exception {
        Picture picture = Picture.of(2, 1, new byte[] {(byte) 255, 0, 1, 2, 3, (byte) 254});
        var image = ImageIO.read(new ByteArrayInputStream(PngPicture.encode(picture)));
        assertThat(image.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0xFF0001);
        assertThat(image.getRGB(1, 0) & 0xFFFFFF).isEqualTo(0x0203FE);
    }

    @Test
    void unwritablePlaceIsNamed() throws Exception {
        Path nowhere = Files.createFile(folder.resolve("file")).resolve("report.html");
        assertThatThrownBy(() -> new HtmlReport(report(List.of(), List.of())).write(nowhere))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(nowhere.toString());
    }

    @Test
    void hardestPicturesSayWhatTheyAreAndWhereTheyLie() throws Exception {
        String html = new HtmlReport(report(updates(1), epochs(1))).toHtml();
        assertThat(html).contains("loss 3.25", "title=\"val/&lt;owl&gt;/7.png\"");
        assertThat(parse(html).getDocumentElement().getTextContent()).contains("✗ cat 91%is owlloss 3.25");
    }

    @Test
    void speedIsShownWithAndWithoutWaitingForData() {
        MetricsHistory history = new MetricsHistory();
        history.add(new UpdateMetrics(10, 0, 1, 1e-3, 1, 90, 0.25, 1));
        List<LineChart.Series> lines = new RunCharts(history).speed().series();
        assertThat(lines.get(0).values()).containsExactly(120.0);
        assertThat(lines.get(1).values()).containsExactly(90.0);
    }

    @Test
    void averagedWeightsGetCurvesOfTheirOwn() {
        String without = new HtmlReport(report(updates(2), epochs(2))).toHtml();
        assertThat(without).doesNotContain("averaged weights");
        List<EpochMetrics> averaged = epochs(2).stream()
                .map(metrics -> new EpochMetrics(
                        metrics.update(), metrics.epoch(), metrics.evaluation(), Optional.of(metrics.evaluation())))
                .toList();
        assertThat(new HtmlReport(report(updates(2), averaged)).toHtml())
                .contains("top-1, averaged weights", "held-out, averaged weights");
    }

    private static Report report(List<UpdateMetrics> updates, List<EpochMetrics> epochs) {
        byte[] png = PngPicture.encode(Picture.ofGrey(2, 2, new byte[] {0, 50, 100, (byte) 200}));
        MetricsHistory history = new MetricsHistory();
        updates.forEach(history::add);
        epochs.forEach(history::add);
        return new Report(
                "mambaout_femto on folder:<pets>",
                Map.of("last top-1", "93.75 %"),
                history,
                epochs.isEmpty() ? Optional.empty() : Optional.of(confusion()),
                List.of(new PredictedPicture(png, "val/<owl>/7.png", "owl", "cat", 0.91, 3.25)),
                List.of(new ShownPicture(png, 2, 2)),
                List.of(
                        new PredictedPicture(png, "val/cat/1.png", "cat", "cat", 0.93, 0.07),
                        new PredictedPicture(png, "val/cat/2.png", "cat", CLASSES.get(1), 0.41, 1.2)),
                Map.of("Configuration", Map.of("lr", "0.001", "Java", "17 <test>")));
    }

    private static List<UpdateMetrics> updates(int count) {
        List<UpdateMetrics> updates = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            updates.add(new UpdateMetrics(i * 10L, 0, 2.0 / i, 1e-3 * i / count, 1, 100, 0.1, i));
        }
        return updates;
    }

    private static List<EpochMetrics> epochs(int count) {
        List<EpochMetrics> epochs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            epochs.add(new EpochMetrics(100L * (i + 1), i, new Evaluation(16, 15, 16, 0.5)));
        }
        return epochs;
    }

    private static ConfusionMatrix confusion() {
        ConfusionMatrix confusion = new ConfusionMatrix(CLASSES);
        add(confusion, 0, 0, 8);
        add(confusion, 0, 1, 1);
        add(confusion, 1, 1, 2);
        add(confusion, 2, 2, 5);
        return confusion;
    }

    private static void add(ConfusionMatrix confusion, int truth, int predicted, int times) {
        for (int i = 0; i < times; i++) {
            confusion.add(truth, predicted);
        }
    }

    /** The page is written so that an XML parser can read it once HTML's few open tags are closed. */
    private static Document parse(String html) throws Exception {
        String xml = html.replace("<!DOCTYPE html>", "")
                .replaceAll("(<meta [^>]*)>", "$1/>")
                .replaceAll("(<img [^>]*)>", "$1/>")
                .replace("<br>", "<br/>");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
