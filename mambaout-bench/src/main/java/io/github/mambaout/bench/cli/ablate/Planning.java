package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.Budget;
import io.github.mambaout.bench.ablation.StudyPlan;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.DataSets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Works out how the twins of a study are trained, unless its folder holds a plan from before. */
final class Planning {
    private final Design design;
    private final Budget budget;
    private final Map<String, Long> updatesPerEpoch = new HashMap<>();

    /**
     * @param design the twins as they are asked for
     * @param budget length of the runs
     */
    Planning(Design design, Budget budget) {
        this.design = design;
        this.budget = budget;
    }

    /**
     * @param folder of the study
     * @param asked what decides about the plan, by name
     * @return the plan, which lies in the folder, too
     */
    StudyPlan plan(Path folder, Map<String, String> asked) {
        StudyPlan before = StudyPlan.read(folder).orElseGet(() -> new StudyPlan(asked, Map.of()));
        before.requireSame(folder, asked);
        Map<String, TrainingConfig> twins = new LinkedHashMap<>();
        design.twins().forEach((name, config) -> twins.put(name, planned(before, name, config)));
        StudyPlan plan = new StudyPlan(asked, twins);
        plan.write(folder);
        return plan;
    }

    private TrainingConfig planned(StudyPlan before, String name, TrainingConfig config) {
        return before.twins().containsKey(name) ? before.twins().get(name) : withLength(config);
    }

    private TrainingConfig withLength(TrainingConfig config) {
        long perEpoch = updatesPerEpoch.computeIfAbsent(config.data(), data -> updatesPerEpoch(config));
        long updates = budget.updates(perEpoch);
        if (updates <= config.warmup()) {
            throw new IllegalArgumentException(
                    "The budget is too small: it leaves " + updates
                            + " updates to a run, of which the first " + config.warmup()
                            + " only warm up the learning rate. Give a larger --budget, or a smaller --warmup or --batch-size.");
        }
        return config.toBuilder().epochs(0).maxUpdates(updates).build();
    }

    private static long updatesPerEpoch(TrainingConfig config) {
        DataSet training = DataSets.open(config.data()).training();
        long perEpoch = training.size() / config.batchSize();
        if (perEpoch == 0) {
            throw new DataException(training.name() + " has " + training.size()
                    + " pictures, which do not fill one batch of " + config.batchSize()
                    + ". Use a smaller --batch-size or more pictures.");
        }
        return perEpoch;
    }
}
