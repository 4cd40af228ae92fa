package io.github.mambaout.train.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.train.optimizer.AdaptiveClipping;
import io.github.mambaout.train.optimizer.GradientClipping;
import io.github.mambaout.train.optimizer.OptimizerNames;
import io.github.mambaout.train.optimizer.OptimizerSettings;
import io.github.mambaout.train.optimizer.ValueClipping;
import io.github.mambaout.train.schedule.LearningRateScaling;
import java.util.List;

/**
 * How a gradient comes about and what it does to the weights.
 *
 * @param batchSize pictures of a micro-batch, at least 1
 * @param gradAccumSteps micro-batches of an update, at least 1; an update sees {@code batchSize * gradAccumSteps} pictures
 * @param opt method, as {@link OptimizerNames} knows them
 * @param optBetas decays of the two moments; empty for the method's own
 * @param optEps what is added to the root of the second moment; 0 for the method's own
 * @param momentum decay of the velocity, for {@code sgd} and {@code momentum}
 * @param weightDecay decay of parameters with two or more dimensions
 * @param layerDecay factor on the learning rate from one block to the one before, above 0 to 1; 1 for none
 * @param clipGrad bound on the gradient; 0 for none
 * @param clipMode what the bound is meant for
 */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
public record OptimizationSettings(
        int batchSize,
        int gradAccumSteps,
        String opt,
        List<Double> optBetas,
        double optEps,
        double momentum,
        double weightDecay,
        double layerDecay,
        double clipGrad,
        ClipMode clipMode) {
    /** AdamW with the paper's constants, 128 pictures an update. */
    public static final OptimizationSettings DEFAULT =
            new OptimizationSettings(128, 1, "adamw", List.of(), 0, 0.9, 0.05, 1, 0, ClipMode.NORM);

    private static final int MOST_PICTURES = 1 << 20;

    /** What {@code clip-grad} bounds. */
    public enum ClipMode {
        /** The L2 norm of all gradients together. */
        @JsonProperty("norm")
        NORM,
        /** Each value. */
        @JsonProperty("value")
        VALUE,
        /** The norm of each unit beside that of its weights. */
        @JsonProperty("agc")
        ADAPTIVE
    }

    public OptimizationSettings {
        Require.range("batch-size", batchSize, 1, MOST_PICTURES);
        Require.range("grad-accum-steps", gradAccumSteps, 1, MOST_PICTURES);
        optBetas = List.copyOf(optBetas);
        Require.notNegative("weight-decay", weightDecay, "none");
        if (!(layerDecay > 0 && layerDecay <= 1)) {
            throw new IllegalArgumentException(
                    "layer-decay must lie between 0 (excluded) and 1 (none), but is " + layerDecay);
        }
        Require.notNegative("clip-grad", clipGrad, "no limit");
        Require.given("clip-mode", clipMode);
        List<Double> betas = optBetas;
        Require.makes("opt", () -> OptimizerNames.settings(opt, betas, optEps, momentum, weightDecay));
    }

    /** @return pictures of an update, over all its micro-batches */
    public long picturesOfAnUpdate() {
        return (long) batchSize * gradAccumSteps;
    }

    /**
     * @return how the method's learning rate follows the pictures of an update, unless something else is said: by their root for
     *     those that divide by the size of gradients, {@code adamw} and {@code lamb}, as timm has it
     */
    public LearningRateScaling.Scale usualRateScale() {
        return opt.equals("adamw") || opt.equals("lamb")
                ? LearningRateScaling.Scale.SQRT
                : LearningRateScaling.Scale.LINEAR;
    }

    /** @return the method's constants */
    public OptimizerSettings optimizer() {
        return OptimizerNames.settings(opt, optBetas, optEps, momentum, weightDecay);
    }

    /** @return the bound on the gradient */
    public GradientClipping clipping() {
        if (clipGrad == 0) {
            return GradientClipping.none();
        }
        return switch (clipMode) {
            case NORM -> GradientClipping.byNorm(clipGrad);
            case VALUE -> new ValueClipping(clipGrad);
            case ADAPTIVE -> new AdaptiveClipping(clipGrad);
        };
    }

    static SettingGroup described() {
        return SettingGroup.of(
                "Optimisation",
                Setting.of("batch-size", "N", "Pictures of a micro-batch."),
                Setting.of(
                        "grad-accum-steps",
                        "N",
                        "Micro-batches of an update: the gradient of the large batch with the memory of a small one."),
                Setting.choice("opt", OptimizerNames.names(), "Method (sgd is Nesterov's, momentum without)."),
                Setting.of("opt-betas", "B1,B2", "Decays of the two moments (default: the method's own)."),
                Setting.of("opt-eps", "EPS", "Added to the root of the second moment (default: 0, the method's own)."),
                Setting.of("momentum", "SHARE", "Decay of the velocity, for sgd and momentum."),
                Setting.of("weight-decay", "DECAY", "Decoupled weight decay, none on one-dimensional parameters."),
                Setting.of(
                        "layer-decay",
                        "FACTOR",
                        "Factor on the learning rate from a block to the one before (default: 1, none)."),
                Setting.of("clip-grad", "BOUND", "Bound on the gradient (default: 0, no limit)."),
                Setting.choice(
                        "clip-mode",
                        List.of("norm", "value", "agc"),
                        "Whether it bounds the norm of all gradients, each value, or each unit's norm beside its"
                                + " weights'."));
    }
}
