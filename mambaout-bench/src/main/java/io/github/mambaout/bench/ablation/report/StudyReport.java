package io.github.mambaout.bench.ablation.report;

import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.Comparison;
import io.github.mambaout.bench.ablation.ComparisonPlan;
import io.github.mambaout.weights.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What came out of a study, to be written as files.
 *
 * @param title what was compared
 * @param plan how
 * @param results every run's
 * @param repeat what to type to repeat it
 */
public record StudyReport(String title, ComparisonPlan plan, AblationResults results, String repeat) {
    /** @return the first twin against each of the others */
    public List<Comparison> comparisons() {
        return plan.compare(results);
    }

    /**
     * Writes {@code NAME.json} with everything, {@code NAME.csv} with a line for each run, and the page {@code NAME.html}.
     *
     * @param folder where to; made if it is missing
     * @param name of the files, without ending
     * @throws UncheckedIOException if one cannot be written; the message names it
     */
    public void write(Path folder, String name) {
        replace(folder.resolve(name + ".json"), new StudyJson(this).text());
        replace(folder.resolve(name + ".csv"), StudyCsv.of(results));
        replace(folder.resolve(name + ".html"), new StudyPage(this).html());
    }

    private static void replace(Path file, String text) {
        try {
            AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
