package io.github.mambaout.bench.ablation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came out of a study.
 *
 * @param runs every run's result, in the order of the study
 */
public record AblationResults(List<RunResult> runs) {
    public AblationResults {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("A study has at least one run");
        }
    }

    /** @return the results by twin, in the order of the study */
    public List<TwinResults> twins() {
        Map<String, List<RunResult>> byTwin =
                runs.stream().collect(Collectors.groupingBy(RunResult::twin, LinkedHashMap::new, Collectors.toList()));
        return byTwin.entrySet().stream()
                .map(entry -> new TwinResults(entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * @param twin name of a twin of the study
     * @return its results
     * @throws IllegalArgumentException if the study has none of this name; the message names those it has
     */
    public TwinResults of(String twin) {
        return twins().stream()
                .filter(results -> results.twin().equals(twin))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The study has no twin '" + twin + "'; it has "
                        + twins().stream().map(TwinResults::twin).collect(Collectors.joining(", "))));
    }
}
