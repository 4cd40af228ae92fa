package io.github.mambaout.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.train.augment.AugmentationSettings;
import io.github.mambaout.train.augment.TrainingCrop;
import io.github.mambaout.train.recipe.Recipes;
import io.github.mambaout.train.schedule.Schedule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayeredConfigTest {
    private static LayeredConfig yaml(String text) {
        return LayeredConfig.ofDefaults().withYaml(text, "run.yaml");
    }

    private static TrainingConfig flags(LayeredConfig below, Map<String, ?> flags) {
        return below.with(LayeredConfig.COMMAND_LINE, flags).resolve().config();
    }

    @Test
    void laterSourcesCountMoreAndEachValueKnowsItsOwn() {
        LayeredConfig.Resolved resolved = LayeredConfig.ofDefaults()
                .withRecipe(Recipes.named("laptop"))
                .withYaml("batch-size: 16\nepochs: 4", "run.yaml")
                .with(LayeredConfig.COMMAND_LINE, Map.of("epochs", "5"))
                .resolve();
        TrainingConfig config = resolved.config();
        assertThat(config.schedule().epochs()).isEqualTo(5);
        assertThat(config.optimization().batchSize()).isEqualTo(16);
        assertThat(config.averaging().modelEmaDecay()).isEqualTo(0.999);
        assertThat(config.run().workers()).isEqualTo(2);
        assertThat(resolved.sources())
                .containsEntry("epochs", "command line")
                .containsEntry("batch-size", "run.yaml")
                .containsEntry("model-ema-decay", "recipe laptop")
                .containsEntry("workers", "default")
                .hasSameSizeAs(TrainingConfigFile.settings(config));
    }

    static List<String> recipes() {
        return Recipes.names();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void everyRecipeIsAConfiguration(String name) {
        TrainingConfig config = TrainingConfig.builder().recipe(name).build();
        assertThat(TrainingConfigFile.parse(TrainingConfigFile.toYaml(config), "x"))
                .isEqualTo(config);
        assertThat(config.augmentation().trainCropMode()).isEqualTo(TrainingCrop.RANDOM_RESIZED);
    }

    /** The table of the paper's recipe: epochs 0, 1, 19, 20, 150, 299 and 305. */
    @Test
    void thePapersRecipeHasThePapersLearningRates() {
        TrainingConfig config = TrainingConfig.builder().recipe("mambaout-tiny").build();
        assertThat(config.peakLearningRate()).isEqualTo(4e-3);
        long perEpoch = 312;
        Schedule schedule = config.schedule().over(perEpoch, config.optimization());
        for (int epoch : new int[] {0, 1, 19, 20, 150, 299, 305}) {
            double expected = epoch < 20
                    ? 1e-6 + epoch * (4e-3 - 1e-6) / 20
                    : epoch < 300 ? 1e-5 + 0.5 * (4e-3 - 1e-5) * (1 + Math.cos(Math.PI * epoch / 300)) : 1e-5;
            assertThat(schedule.learningRate(epoch * perEpoch)).isCloseTo(expected, within(1e-12));
            assertThat(schedule.learningRate(epoch * perEpoch + perEpoch - 1)).isCloseTo(expected, within(1e-12));
        }
        assertThat(config.schedule().updates(perEpoch)).isEqualTo(310 * perEpoch);
        AugmentationSettings paper = AugmentationSettings.mambaOut().toBuilder()
                .colorJitter(List.of())
                .build();
        assertThat(config.augmentation()).isEqualTo(paper);
    }

    @Test
    void oneOfTwoWaysToSayTheSameReplacesTheOther() {
        LayeredConfig paper = LayeredConfig.ofDefaults().withRecipe(Recipes.named("mambaout-tiny"));
        TrainingConfig absolute = flags(paper, Map.of("lr", "0.002"));
        assertThat(absolute.peakLearningRate()).isEqualTo(0.002);
        assertThat(absolute.schedule().lrBase()).isZero();
        TrainingConfig smaller = flags(paper, Map.of("batch-size", "32"));
        assertThat(smaller.peakLearningRate()).isEqualTo(1e-3);
        assertThat(flags(yaml("warmup: 7"), Map.of("warmup-epochs", 2))
                        .schedule()
                        .warmup())
                .isZero();
        assertThat(flags(yaml("warmup-epochs: 2"), Map.of("warmup", 7))
                        .schedule()
                        .warmupEpochs())
                .isZero();
        assertThat(yaml("sched: onecycle").resolve().config().schedule().warmup())
                .isZero();
        assertThat(yaml("sched-on-updates: false").resolve().config().schedule().warmup())
                .isZero();
    }

    @Test
    void anotherModelBringsItsOwnSizes() {
        LayeredConfig sizes = yaml("depths: [1, 1]\ndims: [8, 16]");
        assertThat(flags(sizes, Map.of("model", "mambaout_tiny")).network().dims())
                .isEmpty();
        assertThat(flags(sizes, Map.of("model", "mambaout_tiny", "dims", List.of("4", "8")))
                        .network()
                        .dims())
                .containsExactly(4, 8);
    }

    @Test
    void randomPartsAreMeantByTheirScale() {
        assertThat(flags(LayeredConfig.ofDefaults(), Map.of("scale", List.of("0.5", "1")))
                        .augmentation()
                        .trainCropMode())
                .isEqualTo(TrainingCrop.RANDOM_RESIZED);
        assertThat(flags(yaml("scale: [0.5, 1]"), Map.of("train-crop-mode", "none"))
                        .augmentation()
                        .trainCropMode())
                .isEqualTo(TrainingCrop.AS_IN_EVALUATION);
    }

    @Test
    void refusalsNameTheSource() {
        assertThatThrownBy(() -> flags(yaml("lr: -1"), Map.of("epochs", "3")))
                .hasMessageStartingWith("run.yaml: lr must be a positive number");
        assertThatThrownBy(() -> flags(yaml("lr: 1"), Map.of("epochs", "many")))
                .hasMessageStartingWith("--epochs must be a whole number, but is 'many'");
        assertThatThrownBy(() -> yaml("lrs: 1"))
                .hasMessageStartingWith("run.yaml: there is no setting 'lrs'. Did you mean lr");
        assertThatThrownBy(() ->
                        flags(LayeredConfig.ofDefaults().withRecipe(Recipes.named("laptop")), Map.of("lr", "1e-9")))
                .hasMessageStartingWith("recipe laptop: min-lr must lie between 0 and lr 1.0E-9");
    }

    @Test
    void namesThatTimmOrFormerVersionsUseAreUnderstood() {
        assertThat(yaml("hflip: 0.25\nsmoothing: 0.2").resolve().config())
                .isEqualTo(
                        TrainingConfig.builder().flip(0.25).labelSmoothing(0.2).build());
    }
}
