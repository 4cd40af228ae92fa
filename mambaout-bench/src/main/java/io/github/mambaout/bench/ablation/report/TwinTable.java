package io.github.mambaout.bench.ablation.report;

import io.github.mambaout.bench.ablation.match.Matching;
import io.github.mambaout.bench.ablation.match.TwinCost;
import io.github.mambaout.train.report.Html;
import io.github.mambaout.train.report.JsonText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What twins cost, beside the first of them.
 *
 * @param matching in what they are equal
 * @param rows the twins, at least one
 * @param repeat what to type to see it again
 */
public record TwinTable(Matching matching, List<Row> rows, String repeat) {
    public TwinTable {
        rows = List.copyOf(rows);
    }

    /**
     * One twin.
     *
     * @param twin its name
     * @param dims channels of each stage
     * @param cost what it costs
     */
    public record Row(String twin, List<Integer> dims, TwinCost cost) {
        private String widths() {
            return dims.stream().map(String::valueOf).collect(Collectors.joining("-"));
        }
    }

    private TwinCost control() {
        return rows.get(0).cost();
    }

    private List<String> headings() {
        List<String> headings = new ArrayList<>(
                List.of("twin", "dims", "parameters", "of first", "multiply-adds", "of first", "scans' share"));
        if (control().seconds().isPresent()) {
            headings.addAll(List.of("ms an update", "of first"));
        }
        return headings;
    }

    private List<List<String>> cells() {
        return rows.stream().map(this::cells).toList();
    }

    private List<String> cells(Row row) {
        TwinCost cost = row.cost();
        List<String> cells = new ArrayList<>(List.of(
                row.twin(),
                row.widths(),
                number("%,d", cost.parameters()),
                number("%.3f", (double) cost.parameters() / control().parameters()),
                number("%,d", cost.multiplyAdds()),
                number("%.3f", (double) cost.multiplyAdds() / control().multiplyAdds()),
                cost.scanMultiplyAdds() == 0 ? "–" : number("%.3f", cost.scanShare())));
        cost.seconds().ifPresent(seconds -> {
            cells.add(number("%.1f", 1000 * seconds));
            cells.add(number("%.3f", seconds / control().seconds().orElseThrow()));
        });
        return cells;
    }

    private static String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** @return the table for a terminal, each line with its end */
    public String text() {
        List<List<String>> lines = new ArrayList<>(List.of(headings()));
        lines.addAll(cells());
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int column = 0; column < line.size(); column++) {
                int index = column;
                int width = lines.stream()
                        .mapToInt(other -> other.get(index).length())
                        .max()
                        .orElseThrow();
                text.append(String.format((column == 0 ? "%-" : "  %") + width + "s", line.get(column)));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    /** @return the table as a section of a report */
    public StudySection section() {
        return new StudySection(
                "What the twins cost",
                Html.table(headings(), cells())
                        + "<p class=\"quiet\">Matched by "
                        + Html.escape(matching.toString())
                        + ". Multiply-adds are those of one picture; a scan counts 9·L·D·N.</p>",
                "twins",
                rows.stream().map(TwinTable::fields).toList());
    }

    private static Map<String, Object> fields(Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("twin", row.twin());
        fields.put("dims", row.dims());
        fields.put("parameters", row.cost().parameters());
        fields.put("multiply_adds", row.cost().multiplyAdds());
        fields.put("scan_multiply_adds", row.cost().scanMultiplyAdds());
        row.cost().seconds().ifPresent(seconds -> fields.put("update_seconds", seconds));
        return fields;
    }

    /**
     * Writes {@code NAME.json}, {@code NAME.csv} and the page {@code NAME.html}.
     *
     * @param folder where to; made if it is missing
     * @param name of the files, without ending
     * @throws java.io.UncheckedIOException if one cannot be written; the message names it
     */
    public void write(Path folder, String name) {
        StudySection section = section();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("match", matching.toString());
        tree.put("repeat", repeat);
        tree.put(section.name(), section.data());
        ReportFile.write(folder.resolve(name + ".json"), JsonText.of(tree));
        ReportFile.write(folder.resolve(name + ".csv"), csv());
        ReportFile.write(
                folder.resolve(name + ".html"),
                Html.page(
                        section.title(),
                        "<section class=\"card\">" + section.html() + "<pre class=\"scroll\">" + Html.escape(repeat)
                                + "</pre></section>"));
    }

    private String csv() {
        return rows.stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        "%s,%s,%d,%d,%d,%s\n",
                        row.twin(),
                        row.widths(),
                        row.cost().parameters(),
                        row.cost().multiplyAdds(),
                        row.cost().scanMultiplyAdds(),
                        row.cost().seconds().isPresent() ? row.cost().seconds().getAsDouble() : ""))
                .collect(Collectors.joining(
                        "", "twin,dims,parameters,multiply_adds,scan_multiply_adds,update_seconds\n", ""));
    }
}
