package io.github.mambaout.train.report;

import java.util.List;
import java.util.Map;

/**
 * Everything that the page about a run shows.
 *
 * @param title what was trained on what
 * @param summary headline figures, name to value, in the order of display
 * @param updates the logged updates, ascending
 * @param epochs the evaluations, ascending; empty if the run ended before the first
 * @param pictures held-out pictures with their predictions
 * @param tables settings and origins, title to table of name and value, in the order of display
 */
public record Report(
        String title,
        Map<String, String> summary,
        List<UpdateMetrics> updates,
        List<EpochMetrics> epochs,
        List<PredictedPicture> pictures,
        Map<String, Map<String, String>> tables) {
    public Report {
        updates = List.copyOf(updates);
        epochs = List.copyOf(epochs);
        pictures = List.copyOf(pictures);
    }
}
