package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingConfigTest {
    private static final TrainingConfig UNUSUAL = TrainingConfig.builder()
            .data("folder:my pets")
            .model("mambaout_tiny")
            .depths(List.of(1, 2))
            .dims(List.of(16, 32))
            .modelOptions(Map.of("kernel_size", "5", "act_layer", "silu"))
            .mixer("ssm")
            .imgSize(64)
            .dropPath(0.2)
            .weights("tiny.safetensors")
            .batchSize(7)
            .epochs(3)
            .maxUpdates(5_000_000_000L)
            .lr(2e-3)
            .minLr(1e-5)
            .warmup(11)
            .weightDecay(0.01)
            .labelSmoothing(0)
            .clipGrad(1.5)
            .flip(0)
            .seed(-1)
            .threads(2)
            .workers(5)
            .logEvery(3)
            .output("runs/pets")
            .build();

    @TempDir
    Path folder;

    @Test
    void yamlGivesBackAnEqualConfiguration() {
        assertThat(TrainingConfigFile.parse(TrainingConfigFile.toYaml(UNUSUAL), "x.yaml"))
                .isEqualTo(UNUSUAL);
        assertThat(UNUSUAL.toBuilder().build()).isEqualTo(UNUSUAL).hasSameHashCodeAs(UNUSUAL);
        assertThat(UNUSUAL.toBuilder().seed(0).build()).isNotEqualTo(UNUSUAL);
    }

    @Test
    void fileNamesOnlyWhatDiffersFromTheDefaults() throws Exception {
        Path file = folder.resolve("run.yaml");
        Files.writeString(file, "epochs: 3\nimg-size: 56\ndims: [32, 64]\ndata: fashion-mnist:/data # the full set\n");
        assertThat(TrainingConfigFile.read(file))
                .isEqualTo(TrainingConfig.builder()
                        .epochs(3)
                        .imgSize(56)
                        .dims(List.of(32, 64))
                        .data("fashion-mnist:/data")
                        .build());
    }

    @Test
    void updatesAloneLimitARunWithoutNamingEpochs() {
        assertThat(TrainingConfigFile.parse("max-updates: 20", "x").epochs()).isZero();
        assertThat(TrainingConfig.builder().maxUpdates(20).build().epochs()).isZero();
        assertThat(TrainingConfig.builder().build().epochs()).isEqualTo(10);
        assertThat(TrainingConfigFile.parse("", "x"))
                .isEqualTo(TrainingConfig.builder().build());
    }

    @Test
    void unreadableFilesAreAnsweredWithOneSentence() {
        assertRefused("epoch: 3", "x.yaml: there is no setting 'epoch'; there are batch-size, ");
        assertRefused("epochs: many", "x.yaml: epochs has a value of the wrong kind");
        assertRefused("epochs: [1", "x.yaml: is no readable YAML, line 1");
        assertRefused("just text", "x.yaml: must hold settings");
        assertRefused("batch-size: 0", "x.yaml: batch-size must be at least 1, but is 0");
        assertRefused("seed:", "x.yaml: seed has a value of the wrong kind");
        assertThatThrownBy(() -> TrainingConfigFile.read(folder.resolve("none.yaml")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.yaml: there is no such configuration file");
    }

    private static void assertRefused(String yaml, String message) {
        assertThatThrownBy(() -> TrainingConfigFile.parse(yaml, "x.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void valuesOutOfRangeAreRefusedByName() {
        assertInvalid(TrainingConfig.builder().data(" "), "data is empty");
        assertInvalid(TrainingConfig.builder().batchSize(0), "batch-size must be at least 1");
        assertInvalid(TrainingConfig.builder().lr(0), "lr must be a positive number");
        assertInvalid(TrainingConfig.builder().lr(Double.NaN), "lr must be a positive number");
        assertInvalid(TrainingConfig.builder().lr(1e-3).minLr(1e-2), "min-lr must lie between 0 and lr");
        assertInvalid(TrainingConfig.builder().dropPath(1), "drop-path must lie between 0 and 1");
        assertInvalid(TrainingConfig.builder().flip(1.1), "flip must lie between 0 and 1");
        assertInvalid(TrainingConfig.builder().labelSmoothing(-0.1), "Label smoothing");
        assertInvalid(TrainingConfig.builder().weightDecay(-1), "Weight decay");
        assertInvalid(TrainingConfig.builder().clipGrad(-1), "clip-grad must be at least 0");
        assertInvalid(TrainingConfig.builder().imgSize(10_000), "img-size must be at most 8192");
        assertInvalid(TrainingConfig.builder().threads(-1), "threads must be at least 0");
        assertInvalid(TrainingConfig.builder().depths(List.of(2, 0)), "depths must be numbers of at least 1");
        assertInvalid(
                TrainingConfig.builder().depths(List.of(2)).dims(List.of(8, 16)),
                "depths [2] and dims [8, 16] must have as many entries");
    }

    private static void assertInvalid(TrainingConfig.Builder<TrainingConfig> builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
