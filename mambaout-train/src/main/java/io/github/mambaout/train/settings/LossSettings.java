package io.github.mambaout.train.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.train.loss.BinaryCrossEntropy;
import io.github.mambaout.train.loss.ClassWeights;
import io.github.mambaout.train.loss.SoftTargetCrossEntropy;
import io.github.mambaout.train.loss.TargetLoss;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * What training makes small.
 *
 * @param labelSmoothing share of the target that is spread over all classes, from 0 to less than 1
 * @param bceLoss whether each class is a yes or no by itself, instead of one of all
 * @param bceSum whether the losses of classes are summed instead of averaged
 * @param bceTargetThresh a target above it is a yes, any other a no; negative to take targets as they are
 * @param bcePosWeight weight of a yes, positive
 * @param classWeights how much each class counts
 */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
public record LossSettings(
        double labelSmoothing,
        boolean bceLoss,
        boolean bceSum,
        double bceTargetThresh,
        double bcePosWeight,
        Weighting classWeights) {
    /** Softmax cross-entropy with a smoothing of 0.1. */
    public static final LossSettings DEFAULT = new LossSettings(0.1, false, false, -1, 1, Weighting.NONE);

    /** How much classes count. */
    public enum Weighting {
        /** All alike. */
        @JsonProperty("none")
        NONE {
            @Override
            public ClassWeights of(Supplier<int[]> pictures) {
                return ClassWeights.even();
            }
        },
        /** Rare ones as much as frequent ones ({@link ClassWeights#balanced}). */
        @JsonProperty("balanced")
        BALANCED {
            @Override
            public ClassWeights of(Supplier<int[]> pictures) {
                return ClassWeights.balanced(pictures.get());
            }
        };

        /**
         * @param pictures counts the training pictures of each class, if that is asked for
         * @return how much each class counts
         */
        public abstract ClassWeights of(Supplier<int[]> pictures);
    }

    public LossSettings {
        Require.shareBelowOne("label-smoothing", labelSmoothing);
        if (!(bceTargetThresh < 1)) {
            throw new IllegalArgumentException("bce-target-thresh must be less than 1 (negative to take targets as they"
                    + " are), but is " + bceTargetThresh);
        }
        Require.positive("bce-pos-weight", bcePosWeight);
        Require.given("class-weights", classWeights);
    }

    /** @return whether it is softmax cross-entropy of classes that all count alike */
    public boolean isPlain() {
        return !bceLoss && classWeights == Weighting.NONE;
    }

    /**
     * @param weights how much each class counts
     * @return the loss of targets
     */
    public TargetLoss of(ClassWeights weights) {
        if (!bceLoss) {
            return new SoftTargetCrossEntropy(weights);
        }
        return new BinaryCrossEntropy(
                bceTargetThresh < 0 ? OptionalDouble.empty() : OptionalDouble.of(bceTargetThresh),
                bceSum,
                bcePosWeight,
                weights);
    }

    static SettingGroup described() {
        return SettingGroup.of(
                "Loss",
                Setting.of("label-smoothing", "SHARE", "Share of the target that is spread over all classes."),
                Setting.of("bce-loss", "", "Binary cross-entropy, a yes or no for each class, instead of one of all."),
                Setting.of("bce-sum", "", "Sum its losses over the classes instead of averaging them."),
                Setting.of(
                        "bce-target-thresh",
                        "SHARE",
                        "Targets above it are a yes, others a no (default: -1, targets as they are)."),
                Setting.of("bce-pos-weight", "WEIGHT", "Weight of a yes."),
                Setting.choice(
                        "class-weights",
                        List.of("none", "balanced"),
                        "How much classes count: alike, or rare ones as much as frequent ones."));
    }
}
