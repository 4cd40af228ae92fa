package io.github.mambaout.train;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mambaout.train.augment.AugmentationSettings;
import io.github.mambaout.train.settings.AugmentationGroup;
import io.github.mambaout.train.settings.AveragingSettings;
import io.github.mambaout.train.settings.DataSettings;
import io.github.mambaout.train.settings.EvaluationSettings;
import io.github.mambaout.train.settings.LossSettings;
import io.github.mambaout.train.settings.MixingSettings;
import io.github.mambaout.train.settings.NetworkSettings;
import io.github.mambaout.train.settings.OptimizationSettings;
import io.github.mambaout.train.settings.RunSettings;
import io.github.mambaout.train.settings.SchedulePlan;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Everything that decides how a run goes: two runs with equal configurations end with the same bits. An immutable value of groups
 * of settings. {@link TrainingConfigFile} reads and writes it as YAML, where all settings stand side by side by the names of the
 * command line's flags; {@link LayeredConfig} puts it together from a recipe, files and flags.
 *
 * @param data what to train on
 * @param network the network, and what of it is left out at random
 * @param optimization how a gradient comes about and what it does to the weights
 * @param schedule how long the run lasts and how its learning rate goes
 * @param loss what training makes small
 * @param mixing how pictures of a batch are mixed with one another
 * @param averaging whether an average of the weights is kept
 * @param augmentation everything random that is done to single pictures
 * @param evaluation how weights are judged
 * @param run what a single run has of its own
 */
public record TrainingConfig(
        DataSettings data,
        NetworkSettings network,
        OptimizationSettings optimization,
        SchedulePlan schedule,
        LossSettings loss,
        MixingSettings mixing,
        AveragingSettings averaging,
        AugmentationSettings augmentation,
        EvaluationSettings evaluation,
        RunSettings run) {
    /** A valid run on the bundled pictures. */
    public static final TrainingConfig DEFAULT = new TrainingConfig(
            DataSettings.DEFAULT,
            NetworkSettings.DEFAULT,
            OptimizationSettings.DEFAULT,
            SchedulePlan.DEFAULT,
            LossSettings.DEFAULT,
            MixingSettings.DEFAULT,
            AveragingSettings.DEFAULT,
            AugmentationGroup.DEFAULT,
            EvaluationSettings.DEFAULT,
            RunSettings.DEFAULT);

    public TrainingConfig {
        schedule.requireRates(optimization);
        if (network.featureViews() > 0 && mixing.mixes()) {
            throw new IllegalArgumentException(
                    "feature-views must be 0 where pictures are mixed (mixup, cutmix), but is " + network.featureViews()
                            + ": features that are kept are no pictures any more");
        }
    }

    /** @return a builder that starts from the defaults */
    public static TrainingConfigBuilder<TrainingConfig> builder() {
        return new TrainingConfigBuilder<>(LayeredConfig.ofDefaults(), Function.identity());
    }

    /** @return a builder that starts from this configuration */
    public TrainingConfigBuilder<TrainingConfig> toBuilder() {
        return new TrainingConfigBuilder<>(LayeredConfig.ofDefaults().with(this), Function.identity());
    }

    /** @return the highest learning rate */
    public double peakLearningRate() {
        return schedule.peak(optimization);
    }

    /** @return the folder for weights, figures and the report */
    public Path outputFolder() {
        return Path.of(run.output());
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static TrainingConfig ofSettings(ObjectNode settings) {
        return LayeredConfig.ofDefaults()
                .with("configuration", settings)
                .resolve()
                .config();
    }

    /** All settings side by side. */
    @JsonValue
    ObjectNode toSettings() {
        return FlatSettings.of(this);
    }
}
