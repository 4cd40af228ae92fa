package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.Contrast;
import io.github.mambaout.bench.ablation.report.StudySection;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.train.TrainingConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a study trains and compares.
 *
 * @param question title of the report
 * @param base what the twins have in common
 * @param twins how each twin is trained, by name
 * @param contrasts which of them are compared
 * @param sections what the report says besides
 */
record Design(
        String question,
        TrainingConfig base,
        Map<String, TrainingConfig> twins,
        List<Contrast> contrasts,
        List<StudySection> sections) {
    Design {
        twins = Collections.unmodifiableMap(new LinkedHashMap<>(twins));
    }

    /**
     * @param twin name of a twin
     * @return what it is matched with: the first twin of the study that it is compared with, or itself if it stands before
     */
    TrainingConfig control(String twin) {
        String control = twins.keySet().stream()
                .filter(name -> name.equals(twin) || isCompared(name, twin))
                .findFirst()
                .orElseThrow();
        return twins.get(control);
    }

    private boolean isCompared(String twin, String other) {
        return contrasts.stream()
                .anyMatch(
                        contrast -> List.of(contrast.first(), contrast.second()).containsAll(List.of(twin, other)));
    }

    /**
     * @param mixers names of token mixers
     * @param base what the twins have in common
     * @return a twin for each, named after it
     * @throws IllegalArgumentException if one is unknown or given twice, or there are fewer than two
     */
    static Map<String, TrainingConfig> ofMixers(List<String> mixers, TrainingConfig base) {
        Map<String, TrainingConfig> twins = new LinkedHashMap<>();
        for (String mixer : mixers) {
            TokenMixerFactory.named(mixer);
            if (twins.put(mixer, base.toBuilder().mixer(mixer).build()) != null) {
                throw new IllegalArgumentException("--mixers has " + mixer + " twice");
            }
        }
        return requireSeveral("--mixers", twins);
    }

    /**
     * @param flag what names the twins
     * @param twins of a study
     * @return the twins
     * @throws IllegalArgumentException if there are fewer than two
     */
    static Map<String, TrainingConfig> requireSeveral(String flag, Map<String, TrainingConfig> twins) {
        if (twins.size() < 2) {
            throw new IllegalArgumentException(flag + ": a study compares at least two twins, but there is only "
                    + String.join(", ", twins.keySet()));
        }
        return twins;
    }
}
