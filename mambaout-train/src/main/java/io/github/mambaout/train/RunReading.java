package io.github.mambaout.train;

import io.github.mambaout.train.checkpoint.RunFolder;
import io.github.mambaout.train.checkpoint.RunFolderException;
import io.github.mambaout.train.report.HtmlReport;
import io.github.mambaout.train.report.MetricsFiles;
import io.github.mambaout.train.report.RecordedRun;
import io.github.mambaout.train.report.Report;
import io.github.mambaout.train.report.RunComparison;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what runs leave in their folders, whether they are finished, under way or were killed. */
public final class RunReading {
    private RunReading() {}

    /**
     * @param folder of a run
     * @return the run
     * @throws RunFolderException if no run has been there; the message says what is missing
     * @throws IllegalArgumentException if a file there is none that a run writes; the message names it
     */
    public static RecordedRun read(Path folder) {
        RunFolder files = new RunFolder(folder);
        if (!Files.isDirectory(folder)) {
            throw new RunFolderException(folder + ": there is no such folder. Name the folder of a run, its --output.");
        }
        if (!Files.exists(folder.resolve(MetricsFiles.JSON_LINES))) {
            throw new RunFolderException(folder + ": is no folder of a run, as " + MetricsFiles.JSON_LINES
                    + " is missing there. Name the folder that a run had as its --output.");
        }
        Optional<TrainingConfig> config =
                Optional.of(files.config()).filter(Files::exists).map(TrainingConfigFile::read);
        return new RecordedRun(
                folder.toString(),
                config.map(TrainingConfigFile::settings).orElse(Map.of()),
                config.orElse(TrainingConfig.DEFAULT).evaluation().evalMetric(),
                MetricsFiles.read(folder));
    }

    /**
     * Writes a page about a run that has none, as it was killed: figures, curves and settings, without pictures.
     *
     * @param run a run
     * @param page where to
     */
    public static void writePage(RecordedRun run, Path page) {
        Map<String, String> summary = new LinkedHashMap<>();
        List<String> headings = RunComparison.headings();
        List<String> figures = new RunComparison(List.of(run)).rows().get(0);
        for (int i = 1; i < headings.size(); i++) {
            summary.put(headings.get(i), figures.get(i));
        }
        new HtmlReport(new Report(
                        run.name(),
                        summary,
                        run.history(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of("Configuration", run.settings())))
                .write(page);
    }
}
