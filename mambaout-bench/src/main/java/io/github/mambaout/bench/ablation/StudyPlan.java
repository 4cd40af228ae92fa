package io.github.mambaout.bench.ablation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingConfigFile;
import io.github.mambaout.weights.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a study was asked and how its twins are trained because of it. Kept in the study's folder, so that a study that is
 * started again goes on with the widths, rates and lengths that were measured at its start.
 *
 * @param asked what decides about the runs and their comparison, by name
 * @param twins how each twin is trained, by name
 */
public record StudyPlan(Map<String, String> asked, Map<String, TrainingConfig> twins) {
    private static final String FILE = "plan.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public StudyPlan {
        asked = Collections.unmodifiableMap(new TreeMap<>(asked));
        twins = Collections.unmodifiableMap(new LinkedHashMap<>(twins));
    }

    /**
     * @param folder of a study
     * @return its plan; nothing if it has none yet
     * @throws StudyException if it can't be read
     */
    public static Optional<StudyPlan> read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            return Optional.of(JSON.readValue(Files.readString(file), StudyPlan.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new StudyException(
                    file + ": is no plan of a study (" + e.getOriginalMessage()
                            + "). Delete it to have the study planned anew.",
                    e);
        } catch (IOException e) {
            throw new StudyException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * @param folder of the study
     * @throws StudyException if it can't be written
     */
    public void write(Path folder) {
        try {
            AtomicFile.write(folder.resolve(FILE), out -> out.write(JSON.writeValueAsBytes(this)));
        } catch (IOException e) {
            throw new StudyException(e.getMessage(), e);
        }
    }

    /**
     * @param folder where this plan lies
     * @param now what is asked now
     * @throws StudyException if that is another study; the message names what differs
     */
    public void requireSame(Path folder, Map<String, String> now) {
        // A plan of a former version knows nothing of settings that came later.
        Map<String, String> defaults = TrainingConfigFile.settings(TrainingConfig.DEFAULT);
        now.forEach((name, value) -> {
            if (!value.equals(asked.getOrDefault(name, defaults.get(name)))) {
                throw new StudyException(folder + ": holds a study with " + name + " '"
                        + asked.getOrDefault(name, "") + "', not '" + value
                        + "'. Give this one a folder of its own by --output, or ask the same.");
            }
        });
    }
}
