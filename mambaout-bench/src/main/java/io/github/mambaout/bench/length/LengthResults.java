package io.github.mambaout.bench.length;

import io.github.mambaout.bench.ablation.statistics.PowerLaw;
import java.util.List;

/**
 * What came out.
 *
 * @param plan what was measured
 * @param threads threads that computed
 * @param costs for each mixer in the plan's order, the shortest length first
 */
public record LengthResults(LengthPlan plan, int threads, List<LengthCost> costs) {
    /** Copies the costs. */
    public LengthResults {
        costs = List.copyOf(costs);
    }

    /**
     * @param mixer one of the plan's
     * @return what its block costs, the shortest length first
     */
    public List<LengthCost> of(String mixer) {
        return costs.stream().filter(cost -> cost.mixer().equals(mixer)).toList();
    }

    /**
     * @param mixer one of the plan's
     * @param kind time, multiply-adds or memory
     * @return how it grows over {@link LengthPlan#fittedSides}
     */
    public PowerLaw growth(String mixer, CostKind kind) {
        List<LengthCost> fitted = of(mixer).stream()
                .filter(cost -> plan.fittedSides().contains(cost.side()))
                .toList();
        return PowerLaw.fit(
                fitted.stream().map(cost -> (double) cost.tokens()).toList(),
                fitted.stream().map(kind::of).toList());
    }

    /**
     * @param mixer one of the plan's
     * @param other another
     * @param kind what they cost
     * @return from which length on the first costs more than the other
     */
    public Crossing crossing(String mixer, String other, CostKind kind) {
        return Crossing.of(of(mixer), of(other), kind);
    }
}
