package io.github.mambaout.bench.ablation;

import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingConfigFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Names runs by what decides about their outcome: configuration, data, starting weights, library and kernels. What doesn't
 * (threads, the output's place, the log) is left out, and data and weights count by content, not by place.
 */
final class RunKeys {
    private final Environment environment;
    private final Map<String, String> dataFingerprints = new HashMap<>();

    RunKeys(Environment environment) {
        this.environment = environment;
    }

    String of(AblationRun run) {
        TrainingConfig config = run.config();
        String weights = config.network().weights();
        TrainingConfig deciding = config.toBuilder()
                .data(dataFingerprints.computeIfAbsent(config.data().source(), DataFingerprint::of))
                .weights(weights.isEmpty() ? "" : hash(Path.of(weights)))
                .build();
        return new Digest()
                .add(run.twin())
                .add(TrainingConfigFile.deciding(deciding).toString())
                .add(environment.library())
                .add(environment.kernels())
                .hex();
    }

    private static String hash(Path file) {
        try {
            return new Digest().add(file).hex();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": the weights to start from cannot be read: " + e.getMessage(), e);
        }
    }
}
