package io.github.mambaout.bench.ablation.report;

import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.Answer;
import io.github.mambaout.bench.ablation.Comparison;
import io.github.mambaout.bench.ablation.ComparisonPlan;
import io.github.mambaout.bench.ablation.Contrast;
import io.github.mambaout.bench.ablation.TwinResults;
import java.nio.file.Path;
import java.util.List;

/**
 * What came out of a study, to be written as files.
 *
 * @param title what was compared
 * @param plan how
 * @param contrasts which twins
 * @param results every run's
 * @param sections what else there is to say
 * @param repeat what to type to repeat it
 */
public record StudyReport(
        String title,
        ComparisonPlan plan,
        List<Contrast> contrasts,
        AblationResults results,
        List<StudySection> sections,
        String repeat) {
    public StudyReport {
        contrasts = List.copyOf(contrasts);
        sections = List.copyOf(sections);
    }

    /**
     * @param title what was compared
     * @param plan how
     * @param results every run's
     * @param repeat what to type to repeat it
     * @return a report of the first twin against each of the others
     */
    public static StudyReport ofFirstAgainstOthers(
            String title, ComparisonPlan plan, AblationResults results, String repeat) {
        List<String> twins = results.twins().stream().map(TwinResults::twin).toList();
        return new StudyReport(title, plan, Contrast.firstAgainstOthers(twins), results, List.of(), repeat);
    }

    /** @return the comparisons, in the order of the contrasts */
    public List<Comparison> comparisons() {
        return plan.compare(results, contrasts);
    }

    /** @return what came out, in one sentence for each twin that is asked about; none if nothing is compared */
    public List<String> answer() {
        List<Comparison> comparisons = comparisons();
        return comparisons.isEmpty() ? List.of() : new Answer(comparisons).sentences();
    }

    /**
     * Writes {@code NAME.json} with everything, {@code NAME.csv} with a line for each run, and the page {@code NAME.html}.
     *
     * @param folder where to; made if it is missing
     * @param name of the files, without ending
     * @throws java.io.UncheckedIOException if one cannot be written; the message names it
     */
    public void write(Path folder, String name) {
        ReportFile.write(folder.resolve(name + ".json"), new StudyJson(this).text());
        ReportFile.write(folder.resolve(name + ".csv"), StudyCsv.of(results));
        ReportFile.write(folder.resolve(name + ".html"), new StudyPage(this).html());
    }
}
