package io.github.mambaout.train.report;

import java.util.List;

/**
 * What an evaluation found beyond its figures.
 *
 * @param confusion which classes were taken for which
 * @param hardest the pictures with the largest loss, the largest first
 */
public record EvaluationDetails(ConfusionMatrix confusion, List<HardPicture> hardest) {
    /** Copies the list. */
    public EvaluationDetails {
        hardest = List.copyOf(hardest);
    }
}
