package io.github.mambaout.bench.ablation;

import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.train.TrainingConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * One training of a study.
 *
 * @param twin what is compared, for instance the token mixer's name
 * @param config how it is trained, its seed included; where its output goes is the study's choice
 */
public record AblationRun(String twin, TrainingConfig config) {
    public AblationRun {
        if (twin.isBlank()) {
            throw new IllegalArgumentException("A run needs the name of the twin that it trains");
        }
    }

    /** @return key of everything random in the run */
    public long seed() {
        return config.run().seed();
    }

    /** @return the run in words, for instance {@code ssm, seed 3} */
    public String describe() {
        return twin + ", seed " + seed();
    }

    /**
     * Every mixer with every seed, otherwise alike. All mixers of a seed come before the next seed, so that a study that is
     * stopped early has whole pairs.
     *
     * @param mixers names of token mixers, for instance {@code gated-cnn}
     * @param seeds at least one
     * @param base what the runs have in common
     * @return the runs, each twin named after its mixer
     * @throws IllegalArgumentException if there is no mixer or no seed, one is given twice, or there is no mixer of a name
     */
    public static List<AblationRun> grid(Collection<String> mixers, Collection<Long> seeds, TrainingConfig base) {
        requireDistinct("mixers", "gated-cnn, ssm", mixers);
        mixers.forEach(TokenMixerFactory::named);
        Map<String, TrainingConfig> twins = new LinkedHashMap<>();
        mixers.forEach(mixer -> twins.put(mixer, base.toBuilder().mixer(mixer).build()));
        return grid(twins, seeds);
    }

    /**
     * Every twin with every seed, the seeds in the order of {@link #grid(Collection, Collection, TrainingConfig)}.
     *
     * @param twins how each is trained, by name
     * @param seeds at least one
     * @return the runs
     * @throws IllegalArgumentException if there is no twin or no seed, or a seed is given twice
     */
    public static List<AblationRun> grid(Map<String, TrainingConfig> twins, Collection<Long> seeds) {
        requireDistinct("twins", "one for each mixer", twins.keySet());
        requireDistinct("seeds", "0, 1, 2, 3, 4", seeds);
        List<AblationRun> runs = new ArrayList<>();
        for (long seed : seeds) {
            twins.forEach((twin, config) ->
                    runs.add(new AblationRun(twin, config.toBuilder().seed(seed).build())));
        }
        return runs;
    }

    private static void requireDistinct(String name, String example, Collection<?> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("A study needs " + name + ", for instance " + example);
        }
        if (new LinkedHashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException("Each of the " + name + " may be given once, but they are " + values);
        }
    }
}
