package io.github.mambaout.bench.ablation.tuning;

import io.github.mambaout.train.TrainingConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What tuning found.
 *
 * @param twins each twin with the learning rate and drop path of its best trial, by name in the order given
 * @param trials every trial, twin by twin
 */
public record TuningResult(Map<String, TrainingConfig> twins, List<TuningTrial> trials) {
    public TuningResult {
        twins = Collections.unmodifiableMap(new LinkedHashMap<>(twins));
        trials = List.copyOf(trials);
    }
}
