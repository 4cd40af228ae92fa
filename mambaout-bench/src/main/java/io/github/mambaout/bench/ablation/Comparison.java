package io.github.mambaout.bench.ablation;

import io.github.mambaout.bench.ablation.statistics.Inference;
import io.github.mambaout.bench.ablation.statistics.PairedDifferences;
import java.util.Locale;
import java.util.Optional;

/**
 * One twin against another.
 *
 * @param plan how they are compared
 * @param advantage by how much the first is better, seed by seed
 * @param inference what follows; nothing from a single seed
 */
public record Comparison(ComparisonPlan plan, PairedDifferences advantage, Optional<Inference> inference) {
    /**
     * @return what follows
     * @throws IllegalArgumentException if there is one seed only; the message explains why nothing does
     */
    public Inference requireInference() {
        return inference.orElseGet(() -> Inference.of(advantage, plan.margin(), plan.confidence()));
    }

    /** @return the outcome in one sentence, with interval and margin */
    public String sentence() {
        String pair = advantage.first() + " %s " + advantage.second() + " in "
                + plan.measure().label();
        String mean = String.format(Locale.ROOT, "mean advantage %+.4f", advantage.mean());
        if (inference.isEmpty()) {
            return String.format(pair, "can't be told from") + " by one seed: " + mean
                    + ", and no interval; more seeds are needed.";
        }
        Inference found = inference.get();
        return String.format(pair, found.verdict().words()) + ": " + mean + ", interval " + found.student() + " over "
                + advantage.count() + " seeds, margin " + plan.marginText() + "."
                + (found.verdict() == Inference.Verdict.UNDECIDED ? remedy(found) : "");
    }

    private String remedy(Inference found) {
        return found.seedsNeeded().isPresent()
                ? " About " + found.seedsNeeded().getAsInt()
                        + " seeds would show non-inferiority if they are equally good."
                : " No affordable number of seeds would show non-inferiority within this margin.";
    }
}
