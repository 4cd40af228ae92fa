package io.github.mambaout.bench.ablation.junit;

import io.github.mambaout.bench.ablation.Comparison;
import io.github.mambaout.bench.ablation.ComparisonPlan;
import io.github.mambaout.bench.ablation.Measure;
import io.github.mambaout.bench.ablation.TwinResults;
import io.github.mambaout.bench.ablation.statistics.Inference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Assertions about a twin's runs, paired by seed with those of others. Where one assertion names several others, their
 * p-values are corrected by Holm.
 */
public final class TwinAssert {
    private final TwinResults twin;
    private final Measure measure;
    private final double confidence;

    private TwinAssert(TwinResults twin, Measure measure, double confidence) {
        this.twin = twin;
        this.measure = measure;
        this.confidence = confidence;
    }

    static TwinAssert of(TwinResults twin) {
        return new TwinAssert(twin, ComparisonPlan.DEFAULT.measure(), ComparisonPlan.DEFAULT.confidence());
    }

    /**
     * @param other by what to compare
     * @return the same by this measure
     */
    @CheckReturnValue
    public TwinAssert by(Measure other) {
        return new TwinAssert(twin, other, confidence);
    }

    /**
     * @param level confidence of two-sided intervals, between 0 and 1; one-sided tests have half of what is left as their
     *     level
     * @return the same with this confidence
     */
    @CheckReturnValue
    public TwinAssert withConfidence(double level) {
        return new TwinAssert(twin, measure, level);
    }

    /**
     * Begins the assertion that this twin is not inferior to others; it is complete, and made, with a margin.
     *
     * @param others twins with the same seeds
     * @return asks for the margin
     */
    @CheckReturnValue
    public NonInferiority isNotInferiorTo(TwinResults... others) {
        return new NonInferiority(List.of(others));
    }

    /** Asks for the margin of an assertion of non-inferiority. */
    public final class NonInferiority {
        private final List<TwinResults> others;

        private NonInferiority(List<TwinResults> others) {
            this.others = others;
        }

        /**
         * Asserts.
         *
         * @param margin how much worse would still do, in units of the measure, positive; fixed before the runs
         * @return for further assertions
         * @throws AssertionError if it is not shown; the message has interval, margin and the seeds that are needed
         * @throws IllegalArgumentException if there is one seed only, seeds differ or the margin is not positive
         */
        public TwinAssert withMargin(double margin) {
            require(
                    new ComparisonPlan(measure, margin, confidence),
                    others,
                    "not to be inferior to",
                    Inference::notInferiorP);
            return TwinAssert.this;
        }
    }

    /**
     * Asserts that this twin is better than others.
     *
     * @param others twins with the same seeds
     * @return for further assertions
     * @throws AssertionError if it is not shown; the message has the interval
     * @throws IllegalArgumentException if there is one seed only or seeds differ
     */
    public TwinAssert isBetterThan(TwinResults... others) {
        require(
                new ComparisonPlan(measure, ComparisonPlan.DEFAULT.margin(), confidence),
                List.of(others),
                "to be better than",
                Inference::betterP);
        return this;
    }

    private void require(
            ComparisonPlan plan, List<TwinResults> others, String expected, ToDoubleFunction<Inference> pValue) {
        String missing = plan.compare(twin, others).stream()
                .map(comparison -> failure(comparison, expected, pValue))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n"));
        if (!missing.isEmpty()) {
            throw new AssertionError(missing);
        }
    }

    private Optional<String> failure(Comparison comparison, String expected, ToDoubleFunction<Inference> pValue) {
        Inference found = comparison.requireInference();
        double p = pValue.applyAsDouble(found);
        if (p <= found.better().level()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "Expected %s %s %s, but it is not shown (p = %.4f, above the level of %.4f): %s",
                comparison.advantage().first(),
                expected,
                comparison.advantage().second(),
                p,
                found.better().level(),
                comparison.sentence()));
    }
}
