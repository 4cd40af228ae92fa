package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.Budget;
import io.github.mambaout.bench.ablation.StudyPlan;
import io.github.mambaout.bench.ablation.match.Matching;
import io.github.mambaout.bench.ablation.match.MeasuredUpdates;
import io.github.mambaout.bench.ablation.match.TwinNetworks;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.train.RunLength;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.data.DataSets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Works out how the twins of a study are trained, unless its folder holds a plan from before. */
final class Planning {
    private final Design design;
    private final Matching matching;
    private final Budget budget;
    private final double runsOfEachTwin;

    /**
     * @param design the twins as they are asked for
     * @param matching in what they are to be equal
     * @param budget length of the runs
     * @param runsOfEachTwin how many runs of a twin there are; a shorter one is a part of one
     */
    Planning(Design design, Matching matching, Budget budget, double runsOfEachTwin) {
        this.design = design;
        this.matching = matching;
        this.budget = budget;
        this.runsOfEachTwin = runsOfEachTwin;
    }

    /**
     * @param folder of the study
     * @param asked what decides about the plan, by name
     * @return the plan, which lies in the folder, too
     */
    StudyPlan plan(Path folder, Map<String, String> asked) {
        StudyPlan before = StudyPlan.read(folder).orElseGet(() -> new StudyPlan(asked, Map.of()));
        before.requireSame(folder, asked);
        Map<String, TrainingConfig> twins = new LinkedHashMap<>(design.twins());
        twins.putAll(matched(before.twins().keySet()));
        twins.replaceAll((name, config) -> before.twins().getOrDefault(name, config));
        Lengths lengths = new Lengths(before.twins(), Map.copyOf(twins));
        twins.replaceAll((name, config) -> before.twins().containsKey(name) ? config : lengths.given(config));
        Map<String, TrainingConfig> all = new LinkedHashMap<>(before.twins());
        all.putAll(twins);
        new StudyPlan(asked, all).write(folder);
        return new StudyPlan(asked, twins);
    }

    /** All twins of a control are matched at once, since its data are opened each time. */
    private Map<String, TrainingConfig> matched(Set<String> known) {
        Map<TrainingConfig, Map<String, TrainingConfig>> byControl = new LinkedHashMap<>();
        design.twins().forEach((name, config) -> {
            if (!known.contains(name)) {
                byControl
                        .computeIfAbsent(design.control(name), control -> new LinkedHashMap<>())
                        .put(name, config);
            }
        });
        Map<String, TrainingConfig> matched = new LinkedHashMap<>();
        byControl.forEach((control, twins) -> matched.putAll(matching.of(control, twins)));
        return matched;
    }

    /** How long runs last. */
    private final class Lengths {
        private final Map<String, TrainingConfig> before;
        private final Map<String, TrainingConfig> twins;
        private final Map<String, Long> updatesPerEpoch = new HashMap<>();
        private OptionalDouble seconds = OptionalDouble.empty();

        /**
         * @param before twins whose length was settled at the study's start
         * @param twins all of the study, with their widths
         */
        Lengths(Map<String, TrainingConfig> before, Map<String, TrainingConfig> twins) {
            this.before = before;
            this.twins = twins;
        }

        TrainingConfig given(TrainingConfig config) {
            long updates = updates(config);
            if (updates <= config.schedule().warmup()) {
                throw new IllegalArgumentException("The budget is too small: it leaves " + updates
                        + (updates == 1 ? " update" : " updates") + " to a run, but the first "
                        + config.schedule().warmup()
                        + " only warm up the learning rate. Give a larger --budget, or a smaller --warmup or"
                        + " --batch-size.");
            }
            return config.toBuilder().epochs(0).maxUpdates(updates).build();
        }

        private long updates(TrainingConfig config) {
            if (budget instanceof Budget.Time && !before.isEmpty()) {
                return before.values().iterator().next().schedule().maxUpdates();
            }
            long perEpoch = updatesPerEpoch.computeIfAbsent(config.data().source(), data -> updatesPerEpoch(config));
            return budget.updates(perEpoch, this::secondsOfOneUpdateEach);
        }

        private long updatesPerEpoch(TrainingConfig config) {
            return RunLength.of(config, DataSets.open(config.data().source()).training())
                    .updatesPerEpoch();
        }

        private double secondsOfOneUpdateEach() {
            if (seconds.isEmpty()) {
                TwinNetworks networks = new TwinNetworks();
                MeasuredUpdates timer =
                        new MeasuredUpdates(design.base().optimization().batchSize(), Compute.shared());
                seconds = OptionalDouble.of(runsOfEachTwin
                        * timer
                                .seconds(twins.values().stream()
                                        .map(networks::of)
                                        .toList())
                                .stream()
                                .mapToDouble(Double::doubleValue)
                                .sum());
            }
            return seconds.getAsDouble();
        }
    }
}
