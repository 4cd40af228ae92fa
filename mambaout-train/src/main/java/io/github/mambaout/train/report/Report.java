package io.github.mambaout.train.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the page about a run shows.
 *
 * @param title what was trained on what
 * @param summary headline figures, name to value, in the order of display
 * @param history the logged updates and the evaluations
 * @param confusion what the last evaluation took for what; nothing before the first
 * @param hardest the held-out pictures with the largest loss in the last evaluation
 * @param shown what the network was trained on in the first update, augmented and mixed
 * @param pictures held-out pictures with their predictions
 * @param tables settings and origins, title to table of name and value, in the order of display
 */
public record Report(
        String title,
        Map<String, String> summary,
        MetricsHistory history,
        Optional<ConfusionMatrix> confusion,
        List<PredictedPicture> hardest,
        List<ShownPicture> shown,
        List<PredictedPicture> pictures,
        Map<String, Map<String, String>> tables) {
    /** Copies the lists. */
    public Report {
        hardest = List.copyOf(hardest);
        shown = List.copyOf(shown);
        pictures = List.copyOf(pictures);
    }
}
