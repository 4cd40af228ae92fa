package io.github.mambaout.bench.ablation;

import io.github.mambaout.bench.ablation.statistics.HolmCorrection;
import io.github.mambaout.bench.ablation.statistics.Inference;
import io.github.mambaout.bench.ablation.statistics.PairedDifferences;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * How twins are compared; to be fixed before the runs.
 *
 * @param measure by what
 * @param margin how much worse would still do, in units of the measure, positive
 * @param confidence of two-sided intervals, for instance 0.95
 */
public record ComparisonPlan(Measure measure, double margin, double confidence) {
    /** By top-1, with a margin of one point and a confidence of 95 %. */
    public static final ComparisonPlan DEFAULT = new ComparisonPlan(Measure.TOP1, 0.01, 0.95);

    public ComparisonPlan {
        if (!(margin > 0) || Double.isInfinite(margin)) {
            throw new IllegalArgumentException(
                    "A margin says how much worse would still do, for instance 0.01, but is " + margin);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "A confidence level lies between 0 and 1, for instance 0.95, but is " + confidence);
        }
    }

    /** @return the margin with its digits and no others, for instance {@code 0.01} */
    public String marginText() {
        return new BigDecimal(Double.toString(margin)).stripTrailingZeros().toPlainString();
    }

    /**
     * Sets the first twin of a study against each of the others.
     *
     * @param results of a study
     * @return as many comparisons as there are other twins, with p-values corrected for their number
     */
    public List<Comparison> compare(AblationResults results) {
        return compare(
                results,
                Contrast.firstAgainstOthers(
                        results.twins().stream().map(TwinResults::twin).toList()));
    }

    /**
     * @param results of a study
     * @param contrasts which of its twins to compare
     * @return as many comparisons, with p-values corrected for their number
     * @throws IllegalArgumentException if a twin is not of the study, or the seeds of a pair differ
     */
    public List<Comparison> compare(AblationResults results, List<Contrast> contrasts) {
        return inferred(contrasts.stream()
                .map(contrast -> measure.advantage(results.of(contrast.first()), results.of(contrast.second())))
                .toList());
    }

    /**
     * Sets one twin against each of some others.
     *
     * @param reference a twin
     * @param others twins with the same seeds
     * @return as many comparisons, with p-values corrected for their number
     * @throws IllegalArgumentException if the seeds differ
     */
    public List<Comparison> compare(TwinResults reference, List<TwinResults> others) {
        return inferred(others.stream()
                .map(other -> measure.advantage(reference, other))
                .toList());
    }

    private List<Comparison> inferred(List<PairedDifferences> advantages) {
        if (advantages.stream().anyMatch(advantage -> advantage.count() == 1)) {
            return advantages.stream()
                    .map(advantage -> new Comparison(this, advantage, Optional.empty()))
                    .toList();
        }
        List<Inference> inferences = advantages.stream()
                .map(advantage -> Inference.of(advantage, margin, confidence))
                .toList();
        List<Double> better =
                corrected(inferences, inference -> inference.better().pValue());
        List<Double> worse =
                corrected(inferences, inference -> inference.worse().pValue());
        List<Double> notInferior =
                corrected(inferences, inference -> inference.notInferior().pValue());
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < inferences.size(); i++) {
            comparisons.add(new Comparison(
                    this,
                    advantages.get(i),
                    Optional.of(inferences.get(i).corrected(better.get(i), worse.get(i), notInferior.get(i)))));
        }
        return comparisons;
    }

    private static List<Double> corrected(List<Inference> inferences, ToDoubleFunction<Inference> pValue) {
        return HolmCorrection.adjusted(
                inferences.stream().map(pValue::applyAsDouble).toList());
    }
}
