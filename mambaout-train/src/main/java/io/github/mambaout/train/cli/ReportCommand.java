package io.github.mambaout.train.cli;

import io.github.mambaout.train.RunReading;
import io.github.mambaout.train.checkpoint.RunFolder;
import io.github.mambaout.train.report.RecordedRun;
import io.github.mambaout.train.report.RunComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mambaout report}. */
@Command(
        name = "report",
        sortOptions = false,
        description = {
            "Tells the figures of a run, finished or under way, and where its page is; makes a page for one that was killed"
                    + " before it had one.",
            "Several runs are compared: a table of figures, the settings that differ, and a page with their curves on top"
                    + " of each other."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mambaout report runs/pets",
            "  mambaout report runs/pets runs/pets-1 --page pets.html",
            "  mambaout report runs/* --format csv --output runs.csv"
        })
final class ReportCommand implements Callable<Integer> {
    private static final String COMPARISON = "comparison.html";

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "The folders of runs.")
    private List<Path> folders;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "Where the page that compares several runs goes (default: " + COMPARISON
                    + " beside the folder of the first run).")
    private Optional<Path> page = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json (one array) or csv (default: ${DEFAULT-VALUE}).")
    private TableFormat format;

    @Option(names = "--output", paramLabel = "FILE", description = "Write the table there and not on standard output.")
    private Optional<Path> output = Optional.empty();

    @Override
    public Integer call() throws IOException {
        List<RecordedRun> runs = folders.stream().map(RunReading::read).toList();
        RunComparison comparison = new RunComparison(runs);
        Path written = runs.size() == 1 ? pageOfRun(runs.get(0)) : pageOf(comparison);
        try (ResultText text = ResultText.to(output, spec.commandLine().getOut())) {
            print(runs, comparison, text.writer());
            text.writer().flush();
            text.complete();
        }
        // Where a program reads the table, no other line may stand among it.
        PrintWriter told = format == TableFormat.TEXT && output.isEmpty()
                ? spec.commandLine().getOut()
                : spec.commandLine().getErr();
        told.println("Page: " + written);
        told.flush();
        return 0;
    }

    private Path pageOfRun(RecordedRun run) {
        Path own = new RunFolder(folders.get(0)).report();
        Path place = page.orElse(own);
        if (page.isPresent() || !Files.exists(own)) {
            RunReading.writePage(run, place);
        }
        return place;
    }

    private Path pageOf(RunComparison comparison) {
        Path place = page.orElseGet(() -> folders.get(0).resolveSibling(COMPARISON));
        comparison.write(place);
        return place;
    }

    private void print(List<RecordedRun> runs, RunComparison comparison, PrintWriter out) throws IOException {
        switch (format) {
            case JSON ->
                TableFormat.json(runs.stream().map(ReportCommand::withSettings).toList(), out);
            case CSV ->
                TableFormat.csv(
                        runs.stream()
                                .map(run -> withDifferences(run, comparison))
                                .toList(),
                        out);
            default -> text(comparison, out);
        }
    }

    private static Map<String, Object> withSettings(RecordedRun run) {
        Map<String, Object> fields = new LinkedHashMap<>(run.figures());
        fields.put("settings", run.settings());
        return fields;
    }

    private static Map<String, Object> withDifferences(RecordedRun run, RunComparison comparison) {
        Map<String, Object> fields = new LinkedHashMap<>(run.figures());
        comparison.differences().forEach(name -> fields.put(name, RunComparison.setting(run, name)));
        return fields;
    }

    private static void text(RunComparison comparison, PrintWriter out) {
        TableFormat.text(RunComparison.headings(), comparison.rows(), out);
        if (!comparison.settings().isEmpty()) {
            out.println();
            TableFormat.text(comparison.settingHeadings(), comparison.settings(), out);
        }
        out.println();
    }
}
