package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.train.settings.SchedulePlan;
import io.github.mambaout.train.settings.Setting;
import io.github.mambaout.train.settings.SettingGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            .set("freeze", List.of("stem", "stages.0"))
            .set("feature-views", 3)
            .set("sched", "poly")
            .set("color-jitter", List.of(0.1, 0.2, 0.3))
            .set("scale", List.of(0.5, 0.9))
            .set("clip-mode", "agc")
            .set("model-ema", true)
            .set("class-weights", "balanced")
            .set("interpolation", "bilinear")
            .set("on-nan", "stop")
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
        assertThat(TrainingConfigFile.parse("max-updates: 20", "x").schedule().epochs())
                .isZero();
        assertThat(TrainingConfig.builder().maxUpdates(20).build().schedule().epochs())
                .isZero();
        assertThat(TrainingConfig.builder().build().schedule().epochs()).isEqualTo(10);
        assertThat(TrainingConfigFile.parse("", "x"))
                .isEqualTo(TrainingConfig.builder().build());
    }

    @Test
    void unreadableFilesAreAnsweredWithOneSentence() {
        assertRefused("epoch: 3", "x.yaml: there is no setting 'epoch'. Did you mean epochs, ");
        assertRefused("epochs: many", "x.yaml: epochs must be a whole number, but is 'many'");
        assertRefused("epochs: 1.5", "x.yaml: epochs must be a whole number, but is '1.5'");
        assertRefused("lr: fast", "x.yaml: lr must be a number, but is 'fast'");
        assertRefused("model-ema: perhaps", "x.yaml: model-ema must be true or false, but is 'perhaps'");
        assertRefused("dims: [a]", "x.yaml: dims must be a whole number, but is [\"a\"]");
        assertRefused("scale: 3", "x.yaml: scale must be a list, but is '3'");
        assertRefused(
                "sched: cosin",
                "x.yaml: sched must be one of cosine, step, multistep, poly, onecycle, none, but is 'cosin'");
        assertRefused("epochs: [1", "x.yaml: is no readable YAML, line 1");
        assertRefused("just text", "x.yaml: must hold settings");
        assertRefused("batch-size: 0", "x.yaml: batch-size must be at least 1, but is 0");
        assertRefused("seed:", "x.yaml: seed must be a whole number, but is ''");
        assertRefused("seed: null", "x.yaml: seed has no value; leave it out for the default");
        assertThatThrownBy(() -> TrainingConfigFile.read(folder.resolve("none.yaml")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none.yaml: there is no such configuration file");
    }

    private static void assertRefused(String yaml, String message) {
        assertThatThrownBy(() -> TrainingConfigFile.parse(yaml, "x.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    /** What a run of version 0.1 left, before there were other settings. */
    @Test
    void filesOfEarlierRunsMeanTheSame() {
        String before = """
            data: fashion-mnist:bundled
            model: ""
            depths: [2, 2]
            dims: [16, 32]
            model-options: {}
            mixer: ""
            img-size: 0
            drop-path: 0.05
            weights: ""
            batch-size: 64
            epochs: 3
            max-updates: 0
            lr: 0.002
            min-lr: 0.0
            warmup: 50
            weight-decay: 0.05
            label-smoothing: 0.1
            clip-grad: 5.0
            flip: 0.25
            hold-out: 0.0
            seed: 0
            threads: 0
            workers: 2
            log-every: 20
            output: runs/latest
            """;
        assertThat(TrainingConfigFile.parse(before, "config.yaml"))
                .isEqualTo(TrainingConfig.builder()
                        .depths(List.of(2, 2))
                        .dims(List.of(16, 32))
                        .batchSize(64)
                        .epochs(3)
                        .lr(0.002)
                        .warmup(50)
                        .clipGrad(5)
                        .flip(0.25)
                        .build());
    }

    @Test
    void jsonKeepsAllSettingsSideBySide() throws Exception {
        ObjectMapper json = new ObjectMapper();
        String text = json.writeValueAsString(UNUSUAL);
        assertThat(text).contains("\"data\":\"folder:my pets\"", "\"scale\":[0.5,0.9]", "\"flip\":0.0");
        assertThat(json.readValue(text, TrainingConfig.class)).isEqualTo(UNUSUAL);
    }

    @Test
    void everySettingIsDescribedOnceAndInTheFilesOrder() {
        assertThat(SettingGroup.all().stream().flatMap(group -> group.settings().stream()))
                .extracting(Setting::name)
                .containsExactlyElementsOf(
                        TrainingConfigFile.settings(TrainingConfig.DEFAULT).keySet());
        assertThat(SettingGroup.all().stream().flatMap(group -> group.settings().stream()))
                .allMatch(setting -> setting.description().endsWith("."));
    }

    @Test
    void whatChangesNoWeightsDoesNotDecide() {
        TrainingConfig other = UNUSUAL.toBuilder()
                .threads(1)
                .workers(1)
                .logEvery(1)
                .output("elsewhere")
                .set("checkpoint-every", 7)
                .set("checkpoint-hist", 9)
                .set("on-nan", "rollback")
                .build();
        assertThat(TrainingConfigFile.deciding(other)).isEqualTo(TrainingConfigFile.deciding(UNUSUAL));
        assertThat(TrainingConfigFile.deciding(UNUSUAL.toBuilder().seed(5).build()))
                .isNotEqualTo(TrainingConfigFile.deciding(UNUSUAL));
    }

    @Test
    void valuesOutOfRangeAreRefusedByName() {
        assertInvalid(TrainingConfig.builder().data(" "), "data is empty");
        assertInvalid(TrainingConfig.builder().batchSize(0), "batch-size must be at least 1");
        assertInvalid(TrainingConfig.builder().lr(0), "lr must be a positive number");
        assertInvalid(TrainingConfig.builder().lr(Double.NaN), "lr must be a positive number");
        assertInvalid(TrainingConfig.builder().lr(1e-3).minLr(1e-2), "min-lr must lie between 0 and lr");
        assertInvalid(TrainingConfig.builder().dropPath(1), "drop-path must lie between 0 and 1");
        assertInvalid(
                TrainingConfig.builder().flip(1.1),
                "flip: The probability of a flip must lie between 0 and 1, not be 1.1");
        assertInvalid(
                TrainingConfig.builder().labelSmoothing(-0.1),
                "label-smoothing must lie between 0 and 1 (1 excluded), but is -0.1");
        assertInvalid(TrainingConfig.builder().weightDecay(-1), "weight-decay must be a number of at least 0");
        assertInvalid(
                TrainingConfig.builder().clipGrad(-1),
                "clip-grad must be a number of at least 0 (0 for no limit), but is -1");
        assertInvalid(TrainingConfig.builder().imgSize(10_000), "img-size must be at most 8192");
        assertInvalid(TrainingConfig.builder().threads(-1), "threads must be at least 0");
        assertInvalid(TrainingConfig.builder().depths(List.of(2, 0)), "depths must be numbers of at least 1");
        assertInvalid(
                TrainingConfig.builder().set("warmup-lr", 1), "warmup-lr must lie between 0 and lr 0.001, but is 1.0");
        assertInvalid(TrainingConfig.builder().set("opt", "adamv"), "opt: There is no optimizer named 'adamv'");
        assertInvalid(TrainingConfig.builder().set("opt-betas", List.of(0.9, 1)), "opt: AdamW's beta2");
        assertInvalid(TrainingConfig.builder().set("bce-pos-weight", 0), "bce-pos-weight must be a positive number");
        assertInvalid(TrainingConfig.builder().set("mixup", -1), "mixup must be a number of at least 0 (0 for none)");
        assertInvalid(TrainingConfig.builder().set("mixup-prob", 2), "mixup-prob must lie between 0 and 1, but is 2.0");
        assertInvalid(TrainingConfig.builder().set("model-ema-decay", 1), "model-ema-decay must lie between 0 and 1");
        assertInvalid(
                TrainingConfig.builder().set("layer-decay", 0), "layer-decay must lie between 0 (excluded) and 1");
        assertInvalid(TrainingConfig.builder().set("crop-pct", 1.1), "crop-pct must lie above 0 and at most at 1");
        assertInvalid(
                TrainingConfig.builder().set("interpolation", "cubic"),
                "interpolation must be one of bilinear, bicubic");
        assertInvalid(
                TrainingConfig.builder().set("checkpoint-hist", 0), "checkpoint-hist must be at least 1, but is 0");
        assertInvalid(TrainingConfig.builder().set("aug-repeats", -1), "aug-repeats must be at least 0");
        assertInvalid(TrainingConfig.builder().set("aa", "rand-q9"), "aa: ");
        assertInvalid(
                TrainingConfig.builder().maxUpdates(9).set("warmup-epochs", 2),
                "epochs is 0, but warmup-epochs, cooldown-epochs and a rate that changes with epochs count them");
        assertInvalid(TrainingConfig.builder().lr(1e-3).set("lr-base", 1e-3), "lr and lr-base exclude each other");
        assertInvalid(
                TrainingConfig.builder().depths(List.of(2)).dims(List.of(8, 16)),
                "depths [2] and dims [8, 16] must have as many entries");
    }

    /** timm's rule: the root for adamw and lamb, in proportion for others. */
    @ParameterizedTest
    @CsvSource({
        "adamw, auto, 0.002",
        "lamb, auto, 0.002",
        "sgd, auto, 0.004",
        "momentum, auto, 0.004",
        "lion, auto, 0.004",
        "adamw, linear, 0.004",
        "sgd, sqrt, 0.002"
    })
    void theRateForABatchFollowsTheMethodUnlessSomethingElseIsSaid(String method, String scale, double expected) {
        TrainingConfig config = TrainingConfig.builder()
                .batchSize(128)
                .set("grad-accum-steps", 8)
                .set("lr-base", 1e-3)
                .set("lr-base-size", 256)
                .set("lr-base-scale", scale)
                .set("opt", method)
                .build();
        assertThat(config.peakLearningRate()).isEqualTo(expected);
        assertThat(TrainingConfig.DEFAULT.schedule().lrBaseScale()).isEqualTo(SchedulePlan.BaseScale.AUTO);
    }

    private static void assertInvalid(TrainingConfigBuilder<TrainingConfig> builder, String message) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
