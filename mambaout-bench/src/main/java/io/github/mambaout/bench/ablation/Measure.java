package io.github.mambaout.bench.ablation;

import io.github.mambaout.bench.ablation.statistics.PairedDifferences;
import io.github.mambaout.bench.ablation.statistics.SeededValues;
import java.util.function.ToDoubleFunction;

/** By what twins are compared. */
public enum Measure {
    /** Share of the held-out pictures that are labelled rightly, 0 to 1; more is better. */
    TOP1("top-1", RunResult::top1, true),
    /** Mean cross-entropy on the held-out pictures; less is better. */
    LOSS("loss", RunResult::loss, false);

    private final String label;
    private final ToDoubleFunction<RunResult> value;
    private final boolean higherIsBetter;

    Measure(String label, ToDoubleFunction<RunResult> value, boolean higherIsBetter) {
        this.label = label;
        this.value = value;
        this.higherIsBetter = higherIsBetter;
    }

    /** @return what it is called in reports */
    public String label() {
        return label;
    }

    /**
     * @param result of a run
     * @return its figure
     */
    public double of(RunResult result) {
        return value.applyAsDouble(result);
    }

    /**
     * @param first a twin
     * @param second a twin with the same seeds
     * @return by how much the first is better, seed by seed: positive where it is
     * @throws IllegalArgumentException if they have different seeds
     */
    public PairedDifferences advantage(TwinResults first, TwinResults second) {
        SeededValues own = first.values(this);
        SeededValues other = second.values(this);
        return higherIsBetter
                ? PairedDifferences.of(own, other)
                : new PairedDifferences(
                        own.name(),
                        other.name(),
                        PairedDifferences.of(other, own).values());
    }
}
