package io.github.mambaout.train.cli;

import io.github.mambaout.train.RunReading;
import io.github.mambaout.train.checkpoint.RunFolder;
import io.github.mambaout.train.checkpoint.RunFolderException;
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
                    + " of each other. A folder among them without a run is told and passed over, and the exit code is 1"
                    + " then."
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
        List<Path> named = runFolders();
        List<RecordedRun> runs = named.size() == 1
                ? List.of(RunReading.read(named.get(0)))
                : named.stream().flatMap(folder -> read(folder).stream()).toList();
        if (runs.isEmpty()) {
            return 1;
        }
        RunComparison comparison = new RunComparison(runs);
        Path written = named.size() == 1 ? pageOfRun(named.get(0), runs.get(0)) : pageOf(comparison);
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
        return runs.size() == named.size() ? 0 : 1;
    }

    /** What a shell makes of {@code runs/*} holds the page of the last comparison as well. */
    private List<Path> runFolders() {
        List<Path> others =
                folders.stream().filter(folder -> !Files.isRegularFile(folder)).toList();
        return others.isEmpty() ? folders : others;
    }

    /** Among several folders one without a run is told and passed over. */
    private Optional<RecordedRun> read(Path folder) {
        try {
            return Optional.of(RunReading.read(folder));
        } catch (RunFolderException | IllegalArgumentException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("mambaout: " + FailureSentence.of(e));
            err.flush();
            return Optional.empty();
        }
    }

    private Path pageOfRun(Path folder, RecordedRun run) {
        Path own = new RunFolder(folder).report();
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
