package io.github.mambaout.bench.ablation.tuning;

import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.AblationRun;
import io.github.mambaout.bench.ablation.RunResult;
import io.github.mambaout.bench.ablation.RunTrainer;
import io.github.mambaout.bench.ablation.Study;
import io.github.mambaout.bench.ablation.StudyListener;
import io.github.mambaout.train.TrainingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses learning rate and drop path rate for each twin: as many trials for each, at the same points, the first with the recipe
 * as it is. A tenth of the training pictures, which the trials are not trained on, judges them, so the pictures that judge the
 * study stay unseen. Of a twin's trials that with the lowest loss wins.
 *
 * <p>Trials are runs of a {@link Study} in a folder of their own: kept, and not repeated when the study goes on.
 */
public final class Tuning {
    /** Share of the training pictures that judge a trial. */
    public static final double HOLD_OUT = 0.1;

    private static final long SEED = 1_000_003;

    private final int trials;
    private final double length;
    private final Path folder;
    private final int parallel;

    /**
     * @param trials of each twin, at least 1
     * @param length of a trial as a part of a run of the study, above 0 to 1
     * @param folder where trials are kept; made if it is missing
     * @param parallel how many go on at once, at least 1
     * @throws IllegalArgumentException if there are no trials, or they are longer than the study's runs
     */
    public Tuning(int trials, double length, Path folder, int parallel) {
        if (trials < 1) {
            throw new IllegalArgumentException("Tuning needs at least 1 trial for each twin, not " + trials);
        }
        if (!(length > 0 && length <= 1)) {
            throw new IllegalArgumentException(
                    "A trial lasts a part of a run, above 0 and at most 1, but not " + length);
        }
        this.trials = trials;
        this.length = length;
        this.folder = folder;
        this.parallel = parallel;
    }

    /**
     * @param twins how each twin is trained in the study, by name, its length given in updates
     * @param seeds those of the study, which no trial uses
     * @param trainer carries out the trials
     * @param listener is told how it goes
     * @return the twins as they are to be trained, and what the trials showed
     * @throws IllegalArgumentException if a twin's length is not given in updates
     */
    public TuningResult run(
            Map<String, TrainingConfig> twins, Collection<Long> seeds, RunTrainer trainer, StudyListener listener) {
        long seed = SEED;
        while (seeds.contains(seed)) {
            seed++;
        }
        List<TrialPoint> points = TrialPoint.first(trials);
        List<AblationRun> runs = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            for (Map.Entry<String, TrainingConfig> twin : twins.entrySet()) {
                TrainingConfig config = points.get(trial).of(shortened(twin.getKey(), twin.getValue()));
                runs.add(new AblationRun(
                        name(twin.getKey(), trial),
                        config.toBuilder().seed(seed).build()));
            }
        }
        AblationResults results = Study.of(runs, folder)
                .parallel(parallel)
                .trainedBy(new DivergingTraining(trainer))
                .listenedTo(listener)
                .run();
        return chosen(twins, points, results);
    }

    private static String name(String twin, int trial) {
        return twin + ", trial " + (trial + 1);
    }

    private TrainingConfig shortened(String twin, TrainingConfig config) {
        if (config.schedule().maxUpdates() == 0) {
            throw new IllegalArgumentException(twin + " is to be tuned, but its length is not given in updates");
        }
        return config.toBuilder()
                .maxUpdates(Math.max(1, Math.round(length * config.schedule().maxUpdates())))
                .warmup((int) Math.round(length * config.schedule().warmup()))
                .holdOut(HOLD_OUT)
                .build();
    }

    private static TuningResult chosen(
            Map<String, TrainingConfig> twins, List<TrialPoint> points, AblationResults results) {
        Map<String, TrainingConfig> tuned = new LinkedHashMap<>();
        List<TuningTrial> all = new ArrayList<>();
        twins.forEach((twin, recipe) -> {
            List<RunResult> found = new ArrayList<>();
            for (int trial = 0; trial < points.size(); trial++) {
                found.add(results.of(name(twin, trial)).any());
            }
            RunResult best = found.stream()
                    .min(Comparator.comparingDouble(RunResult::loss))
                    .orElseThrow();
            tuned.put(twin, points.get(found.indexOf(best)).of(recipe));
            found.forEach(result -> all.add(new TuningTrial(
                    twin,
                    result.config().peakLearningRate(),
                    result.config().network().dropPath(),
                    result.loss(),
                    result.top1(),
                    result == best)));
        });
        return new TuningResult(tuned, all);
    }
}
