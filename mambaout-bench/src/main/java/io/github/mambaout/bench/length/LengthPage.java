package io.github.mambaout.bench.length;

import io.github.mambaout.model.LongSequence;
import io.github.mambaout.train.report.Html;
import io.github.mambaout.train.report.LineChart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The page about a study of lengths: one HTML file that needs no network. */
final class LengthPage {
    static final String TITLE = "What does a block cost for longer and longer sequences?";

    private final LengthReport report;
    private final LengthResults results;

    LengthPage(LengthReport report) {
        this.report = report;
        this.results = report.results();
    }

    String html() {
        StringBuilder page = new StringBuilder();
        page.append(Html.card("Answer", answers()));
        page.append("<div class=\"grid-of-cards tables\">");
        page.append(chart("Forward pass, milliseconds", CostKind.FORWARD::of));
        page.append(chart("Forward and backward pass, milliseconds", CostKind.TRAINING::of));
        page.append(chart("Memory of a forward pass, megabytes", megabytes(CostKind.FORWARD_BYTES)));
        page.append(chart("Memory of a forward and backward pass, megabytes", megabytes(CostKind.TRAINING_BYTES)));
        page.append("</div><div class=\"grid-of-cards\">");
        page.append(Html.card("Growth", Html.table(growthHeadings(), growthRows()) + growthRemarks()));
        if (report.comparesAttention()) {
            page.append(Html.card(
                    "Where attention's block takes longer",
                    Html.table(List.of("than that of", "forward", "forward and backward"), crossingRows())));
        }
        page.append(costs("Forward pass, milliseconds", cost -> Figures.digits(CostKind.FORWARD.of(cost))));
        page.append(
                costs("Forward and backward pass, milliseconds", cost -> Figures.digits(CostKind.TRAINING.of(cost))));
        page.append(costs("Memory of a forward pass, megabytes", megabytesText(CostKind.FORWARD_BYTES)));
        page.append(costs("Memory of a forward and backward pass, megabytes", megabytesText(CostKind.TRAINING_BYTES)));
        page.append(costs(
                "Multiply-adds of a forward pass, millions",
                cost -> String.format(Locale.ROOT, "%,.1f", CostKind.MULTIPLY_ADDS.of(cost) / Figures.MEGABYTE)));
        page.append(Html.card("The paper's rule", rule()));
        page.append(Html.card("How it was measured", method()));
        page.append(Html.card("To repeat it", repeat()));
        page.append("</div>");
        return Html.page(TITLE, page.toString());
    }

    private String answers() {
        return report.answer().stream()
                .map(sentence -> "<li>" + Html.escape(sentence) + "</li>")
                .collect(Collectors.joining("", "<ul>", "</ul>"));
    }

    private static ToDoubleFunction<LengthCost> megabytes(CostKind bytes) {
        return cost -> bytes.of(cost) / Figures.MEGABYTE;
    }

    private static Function<LengthCost, String> megabytesText(CostKind bytes) {
        return cost -> Figures.digits(bytes.of(cost) / Figures.MEGABYTE);
    }

    private String chart(String title, ToDoubleFunction<LengthCost> value) {
        List<LineChart.Series> curves = report.mixers().stream()
                .map(mixer -> {
                    List<LengthCost> costs = results.of(mixer);
                    return new LineChart.Series(
                            mixer,
                            costs.stream().map(cost -> (double) cost.tokens()).toList(),
                            costs.stream().map(value::applyAsDouble).toList(),
                            true);
                })
                .toList();
        return new LineChart(
                        title,
                        "tokens",
                        LineChart.Scale.LOGARITHMIC,
                        curves,
                        List.of(new LineChart.Mark(report.threshold(), "6·D = " + report.threshold())))
                .toCard();
    }

    private List<String> growthHeadings() {
        return List.of(
                "mixer",
                "parameters",
                "forward",
                "forward and backward",
                "multiply-adds",
                "memory, forward",
                "memory, training");
    }

    private List<List<String>> growthRows() {
        return report.mixers().stream()
                .map(mixer -> List.of(
                        mixer,
                        String.format(
                                Locale.ROOT, "%,d", results.of(mixer).get(0).parameters()),
                        Figures.exponentWithInterval(results.growth(mixer, CostKind.FORWARD)),
                        Figures.exponentWithInterval(results.growth(mixer, CostKind.TRAINING)),
                        Figures.exponent(results.growth(mixer, CostKind.MULTIPLY_ADDS)),
                        Figures.exponent(results.growth(mixer, CostKind.FORWARD_BYTES)),
                        Figures.exponent(results.growth(mixer, CostKind.TRAINING_BYTES))))
                .toList();
    }

    private List<List<String>> crossingRows() {
        return report.others().stream()
                .map(mixer -> List.of(
                        mixer, report.crossing(mixer, CostKind.FORWARD), report.crossing(mixer, CostKind.TRAINING)))
                .toList();
    }

    private String growthRemarks() {
        return quiet("Exponents k of cost = a · L^k, by least squares of the logarithms over " + report.fittedRange()
                + ", with Student's interval of 95 %, which says how far the points lie from a straight line. Shorter lengths are left"
                + " out: there, fixed costs and the linear maps around the mixer weigh most, and attention is not yet quadratic. The"
                + " exponents of the multiply-adds, over the same lengths, say what arithmetic alone would give; a scan counts 9 · L · D ·"
                + " N.");
    }

    private String costs(String title, Function<LengthCost, String> cell) {
        List<String> headings = new ArrayList<>(List.of("tokens"));
        results.plan()
                .sides()
                .forEach(side -> headings.add(
                        String.format(Locale.ROOT, "%,d%s", LengthPlan.tokens(side), isLong(side) ? " (long)" : "")));
        List<List<String>> rows = report.mixers().stream()
                .map(mixer -> {
                    List<String> cells = new ArrayList<>(List.of(mixer));
                    results.of(mixer).forEach(cost -> cells.add(cell.apply(cost)));
                    return cells;
                })
                .toList();
        return Html.card(title, Html.table(headings, rows));
    }

    private boolean isLong(int side) {
        return LongSequence.isLong(LengthPlan.tokens(side), results.plan().dim());
    }

    private String rule() {
        List<List<String>> rows = LongSequence.paperFigures().stream()
                .map(figure -> List.of(figure.what(), String.format(Locale.ROOT, "%,d", figure.tokens())))
                .toList();
        return quiet(String.format(
                        Locale.ROOT,
                        "A Transformer block costs 24·D²·L + 4·D·L² operations (arXiv 2405.07992, section 3.2). The quadratic part is the"
                                + " larger one if L > 6·D, which is %,d for the %d channels measured here: the dashed line in the plots;"
                                + " longer ones are marked in the tables. The paper's five figures:",
                        report.threshold(),
                        results.plan().dim()))
                + Html.table(List.of("what", "tokens"), rows);
    }

    private String method() {
        int fewest = results.costs().stream()
                .map(cost -> cost.forwardMs().count())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return quiet(String.format(
                        Locale.ROOT,
                        "One block of each mixer with its norm, projections, gate or MLP; %d channels, a batch of %d, %d threads. The kernels"
                                + " were compiled before. Passes took turns in rounds, every other one in the reverse order; a turn is the"
                                + " mean of calls of at least 10 ms together. Medians of at least %d turns.",
                        results.plan().dim(),
                        results.plan().batch(),
                        results.threads(),
                        fewest))
                + quiet(
                        "Memory is counted, not measured: what a pass borrows at one time at most and what the block keeps for the next, rounded"
                                + " up as the pool does (by at most an eighth). Input, parameters, gradients of parameters and the tiles of the"
                                + " threads, which depend on no length, are left out. Attention is computed in tiles, so its memory grows"
                                + " linearly too.")
                + quiet("Absolute times hold for this machine at that hour: " + report.machine()
                        + ". They drift by tens of per cent with clocks and neighbours; exponents and ratios hardly.");
    }

    private String repeat() {
        return "<pre class=\"scroll\">" + Html.escape(report.repeat()) + "</pre>"
                + quiet("Measured with version " + report.environment().library() + ", "
                        + report.environment().kernels() + " kernels, Java "
                        + report.environment().java() + ", "
                        + report.environment().cores() + " cores.");
    }

    private static String quiet(String text) {
        return "<p class=\"quiet\">" + Html.escape(text) + "</p>";
    }
}
