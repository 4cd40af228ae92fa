package io.github.mambaout.bench.ablation;

import io.github.mambaout.bench.ablation.statistics.SeededValues;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The runs of one twin.
 *
 * @param twin its name
 * @param runs its runs, ascending by seed; at least one, each seed once
 */
public record TwinResults(String twin, List<RunResult> runs) {
    public TwinResults {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("There are no runs of " + twin);
        }
        runs = runs.stream().sorted(Comparator.comparingLong(RunResult::seed)).toList();
    }

    /**
     * @param measure by what twins are compared
     * @return each run's figure
     */
    public SeededValues values(Measure measure) {
        return SeededValues.of(twin, runs.stream().collect(Collectors.toMap(RunResult::seed, measure::of)));
    }

    /** @return the first run; parameters and multiply-adds are those of all */
    public RunResult any() {
        return runs.get(0);
    }

    /** @return mean time spent on a run's updates, in seconds */
    public double meanTrainingSeconds() {
        return runs.stream().mapToDouble(RunResult::trainingSeconds).average().orElseThrow();
    }
}
