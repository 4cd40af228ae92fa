package io.github.mambaout.train.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs beside one another: their figures, the settings that differ, and their curves in the same charts. */
public final class RunComparison {
    /** Differs always and tells nothing. */
    private static final String OUTPUT = "output";

    private static final double SECONDS_OF_A_MINUTE = 60;
    private static final String NONE = "-";

    /** What is told about each run; "its" are figures of the evaluation that is the best by the run's own metric. */
    private static final List<Column> COLUMNS = List.of(
            new Column("run", "run", "%s"),
            new Column("best by", "best_by", "%s"),
            new Column("its epoch", "best_epoch", "%d"),
            new Column("its top-1", "best_top1", "%.4f"),
            new Column("its top-5", "best_top5", "%.4f"),
            new Column("its loss", "best_loss", "%.4f"),
            new Column("last top-1", "last_top1", "%.4f"),
            new Column("last top-5", "last_top5", "%.4f"),
            new Column("last loss", "last_loss", "%.4f"),
            new Column("training loss", "training_loss", "%.4f"),
            new Column("updates", "updates", "%d"),
            new Column("time", "training_seconds", figure -> Duration.text((double) figure)),
            new Column("pictures/s", "pictures_per_second", "%.0f"),
            new Column(
                    "waiting",
                    "waiting_share",
                    figure -> String.format(Locale.ROOT, "%.1f %%", 100 * (double) figure)));

    private final List<RecordedRun> runs;

    /** A figure of {@link RecordedRun#figures} and how it is told. */
    private record Column(String heading, String figure, Function<Object, String> format) {
        Column(String heading, String figure, String format) {
            this(heading, figure, value -> String.format(Locale.ROOT, format, value));
        }

        String text(Map<String, Object> figures) {
            Object value = figures.get(figure);
            return value.equals("") ? NONE : format.apply(value);
        }
    }

    /** @param runs in the order of display */
    public RunComparison(List<RecordedRun> runs) {
        this.runs = List.copyOf(runs);
    }

    /** @return the names of the settings in which the runs differ, in their order */
    public List<String> differences() {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.settings().keySet()));
        names.remove(OUTPUT);
        return names.stream()
                .filter(name ->
                        runs.stream().map(run -> setting(run, name)).distinct().count() > 1)
                .toList();
    }

    /**
     * @param run one of the runs
     * @param name of a setting
     * @return its value there; a dash where the run does not know it
     */
    public static String setting(RecordedRun run, String name) {
        return run.settings().getOrDefault(name, NONE);
    }

    /** @return the headings of {@link #rows} */
    public static List<String> headings() {
        return COLUMNS.stream().map(Column::heading).toList();
    }

    /** @return a row of figures for each run, as text */
    public List<List<String>> rows() {
        return runs.stream()
                .map(RecordedRun::figures)
                .map(figures ->
                        COLUMNS.stream().map(column -> column.text(figures)).toList())
                .toList();
    }

    /** @return a row for each setting that differs: its name, and its value in each run */
    public List<List<String>> settings() {
        return differences().stream()
                .map(name -> Stream.concat(Stream.of(name), runs.stream().map(run -> setting(run, name)))
                        .toList())
                .toList();
    }

    /** @return the headings of {@link #settings} */
    public List<String> settingHeadings() {
        return Stream.concat(Stream.of("setting"), runs.stream().map(RecordedRun::name))
                .toList();
    }

    /**
     * Writes a page that needs nothing beside it.
     *
     * @param file where to; replaced in one step if it is there
     * @throws java.io.UncheckedIOException if it cannot be written; the message names it
     */
    public void write(Path file) {
        Html.write(file, toHtml());
    }

    String toHtml() {
        String charts = charts().stream().map(LineChart::toCard).collect(Collectors.joining());
        String settings =
                settings().isEmpty() ? "<p class=\"quiet\">None.</p>" : Html.table(settingHeadings(), settings());
        return Html.page(
                "Comparison of " + runs.size() + " runs",
                Html.card("Figures", Html.table(headings(), rows())) + "<div class=\"grid-of-cards charts\">\n" + charts
                        + Html.wideCard("Settings that differ", settings) + "</div>\n");
    }

    private List<LineChart> charts() {
        return List.of(
                overUpdates("Top-1 on held-out pictures", run -> evaluations(run, Evaluation::top1Share)),
                overUpdates("Loss on held-out pictures", run -> evaluations(run, Evaluation::loss)),
                overUpdates("Training objective", run -> updates(run, UpdateMetrics::loss)),
                overUpdates("Learning rate", run -> updates(run, UpdateMetrics::learningRate)),
                overUpdates("Gradient norm", run -> updates(run, UpdateMetrics::gradientNorm)),
                new LineChart(
                        "Top-1 over training time",
                        "minutes",
                        LineChart.Scale.LINEAR,
                        runs.stream().map(RunComparison::overTime).toList(),
                        List.of()));
    }

    private LineChart overUpdates(String title, Function<RecordedRun, LineChart.Series> line) {
        return LineChart.overUpdates(title, runs.stream().map(line).toList());
    }

    private static LineChart.Series updates(RecordedRun run, ToDoubleFunction<UpdateMetrics> value) {
        List<Double> places = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (UpdateMetrics metrics : run.history().updates()) {
            places.add((double) metrics.update());
            values.add(value.applyAsDouble(metrics));
        }
        return new LineChart.Series(run.name(), places, values, false);
    }

    private static LineChart.Series evaluations(RecordedRun run, ToDoubleFunction<Evaluation> value) {
        return evaluations(run, metrics -> (double) metrics.update(), value);
    }

    private static LineChart.Series overTime(RecordedRun run) {
        return evaluations(run, metrics -> run.secondsBefore(metrics) / SECONDS_OF_A_MINUTE, Evaluation::top1Share);
    }

    private static LineChart.Series evaluations(
            RecordedRun run, Function<EpochMetrics, Double> place, ToDoubleFunction<Evaluation> value) {
        List<EpochMetrics> epochs = run.history().epochs();
        return new LineChart.Series(
                run.name(),
                epochs.stream().map(place).toList(),
                epochs.stream()
                        .map(metrics -> value.applyAsDouble(metrics.judged()))
                        .toList(),
                true);
    }
}
