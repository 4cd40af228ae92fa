package io.github.mambaout.train.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.train.schedule.LearningRateScaling;
import io.github.mambaout.train.schedule.Schedule;
import io.github.mambaout.train.schedule.ScheduleSettings;
import java.util.List;

/**
 * How long a run lasts and how its learning rate goes. A warm-up in updates is part of the run, and the schedule takes the rest of
 * it, a limit by {@code maxUpdates} included. A warm-up in epochs, or a rate that changes with epochs only, counts as timm does:
 * the schedule takes {@code epochs}, and {@code maxUpdates} cuts it off.
 *
 * @param epochs length of the schedule in passes over the training pictures, at least 0; 0 for as many as {@code maxUpdates} needs
 * @param maxUpdates updates after which the run ends if it has not before, at least 0; 0 for no limit
 * @param lr highest learning rate, positive; 0 where {@code lrBase} gives it
 * @param lrBase learning rate for {@code lrBaseSize} pictures an update; 0 where {@code lr} gives it
 * @param lrBaseSize pictures of an update that {@code lrBase} is meant for
 * @param lrBaseScale how {@code lrBase} follows the pictures of an update
 * @param sched what the rate does between warm-up and cool-down
 * @param schedOnUpdates whether the rate changes with every update instead of every epoch
 * @param warmup updates over which the learning rate rises; 0 where {@code warmupEpochs} says it, or for none
 * @param warmupEpochs the same in epochs
 * @param warmupPrefix whether epochs of warm-up come before the schedule instead of hiding its beginning
 * @param warmupLr learning rate of the first update of a warm-up
 * @param minLr learning rate at the end of the schedule
 * @param cooldownEpochs epochs at the last rate after the schedule
 * @param decayEpochs epochs from one step to the next
 * @param decayMilestones epochs of the steps of {@code multistep}
 * @param decayRate factor of a step, or power of the polynomial
 */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
public record SchedulePlan(
        int epochs,
        long maxUpdates,
        double lr,
        double lrBase,
        int lrBaseSize,
        BaseScale lrBaseScale,
        ScheduleSettings.Kind sched,
        boolean schedOnUpdates,
        int warmup,
        int warmupEpochs,
        boolean warmupPrefix,
        double warmupLr,
        double minLr,
        int cooldownEpochs,
        int decayEpochs,
        List<Integer> decayMilestones,
        double decayRate) {
    /** Ten epochs of cosine from 1e-3 to 0, update by update, after a warm-up of 100 updates. */
    public static final SchedulePlan DEFAULT = new SchedulePlan(
            10,
            0,
            1e-3,
            0,
            256,
            BaseScale.AUTO,
            ScheduleSettings.Kind.COSINE,
            true,
            100,
            0,
            false,
            0,
            0,
            0,
            90,
            List.of(90, 180, 270),
            0.1);

    /** How {@code lr-base} follows the pictures of an update. */
    public enum BaseScale {
        /** As is usual for the method. */
        @JsonProperty("auto")
        AUTO,
        /** In proportion to them. */
        @JsonProperty("linear")
        LINEAR,
        /** In proportion to their root. */
        @JsonProperty("sqrt")
        SQRT;

        private LearningRateScaling.Scale with(OptimizationSettings method) {
            return switch (this) {
                case AUTO -> method.usualRateScale();
                case LINEAR -> LearningRateScaling.Scale.LINEAR;
                case SQRT -> LearningRateScaling.Scale.SQRT;
            };
        }
    }

    public SchedulePlan {
        Require.atLeast("epochs", epochs, 0);
        Require.atLeast("max-updates", maxUpdates, 0);
        if (epochs == 0 && maxUpdates == 0) {
            throw new IllegalArgumentException("Either epochs or max-updates must be at least 1, but both are 0");
        }
        requireOneOf("lr", lr, "lr-base", lrBase);
        if (lrBase == 0) {
            Require.positive("lr", lr);
        } else {
            Require.positive("lr-base", lrBase);
        }
        Require.atLeast("lr-base-size", lrBaseSize, 1);
        Require.given("lr-base-scale", lrBaseScale);
        Require.given("sched", sched);
        Require.atLeast("warmup", warmup, 0);
        Require.atLeast("warmup-epochs", warmupEpochs, 0);
        requireOneOf("warmup", warmup, "warmup-epochs", warmupEpochs);
        if (sched == ScheduleSettings.Kind.ONECYCLE && warmup + warmupEpochs > 0) {
            throw new IllegalArgumentException(
                    "sched onecycle brings a warm-up of its own; set warmup and warmup-epochs to 0");
        }
        Require.atLeast("cooldown-epochs", cooldownEpochs, 0);
        Require.atLeast("decay-epochs", decayEpochs, 1);
        decayMilestones = Require.positive("decay-milestones", decayMilestones);
        Require.positive("decay-rate", decayRate);
        if (epochs == 0 && (warmupEpochs > 0 || !schedOnUpdates || cooldownEpochs > 0)) {
            throw new IllegalArgumentException("epochs is 0, but warmup-epochs, cooldown-epochs and a rate that changes"
                    + " with epochs count them; give epochs as well as max-updates");
        }
        if (warmup > 0 && !schedOnUpdates) {
            throw new IllegalArgumentException("warmup counts updates, but the rate changes with epochs"
                    + " (sched-on-updates is false); give warmup-epochs instead, or warmup 0");
        }
    }

    private static void requireOneOf(String name, double value, String other, double otherValue) {
        if (value > 0 && otherValue > 0) {
            throw new IllegalArgumentException(
                    name + " and " + other + " exclude each other; give one of them, and 0 for the other if any");
        }
    }

    /**
     * @param updates how an update comes about
     * @throws IllegalArgumentException if another rate of the schedule is above the highest
     */
    public void requireRates(OptimizationSettings updates) {
        double peak = peak(updates);
        requireBelow("min-lr", minLr, peak);
        requireBelow("warmup-lr", warmupLr, peak);
    }

    private static void requireBelow(String name, double value, double peak) {
        if (!(value >= 0 && value <= peak)) {
            throw new IllegalArgumentException(name + " must lie between 0 and lr " + peak + ", but is " + value);
        }
    }

    /**
     * @param updates how an update comes about
     * @return the highest learning rate
     */
    public double peak(OptimizationSettings updates) {
        return lrBase == 0
                ? lr
                : new LearningRateScaling(lrBase, lrBaseSize, lrBaseScale.with(updates))
                        .rate(updates.picturesOfAnUpdate());
    }

    /** @return epochs of the whole run, cool-down included; 0 where {@code maxUpdates} alone limits it */
    public int totalEpochs() {
        return epochs == 0 ? 0 : settings(OptimizationSettings.DEFAULT).totalEpochs();
    }

    /**
     * @param updatesPerEpoch at least 1
     * @return updates of the whole run, cool-down included
     */
    public long updates(long updatesPerEpoch) {
        long byUpdates = maxUpdates == 0 ? Long.MAX_VALUE : maxUpdates;
        return epochs == 0 ? byUpdates : Math.min(byUpdates, Math.multiplyExact(updatesPerEpoch, (long) totalEpochs()));
    }

    /**
     * @param updatesPerEpoch at least 1
     * @param updates how an update comes about
     * @return the learning rate of every update
     * @throws IllegalArgumentException if the schedule cannot be so short or so long; the message says why
     */
    public Schedule over(long updatesPerEpoch, OptimizationSettings updates) {
        ScheduleSettings settings = settings(updates);
        if (warmupEpochs > 0 || !schedOnUpdates) {
            return settings.over(updatesPerEpoch);
        }
        long scheduled = epochs == 0 ? Long.MAX_VALUE : Math.multiplyExact(updatesPerEpoch, (long) epochs);
        return settings.over(
                updatesPerEpoch, warmup, Math.min(scheduled, maxUpdates == 0 ? Long.MAX_VALUE : maxUpdates));
    }

    private ScheduleSettings settings(OptimizationSettings updates) {
        return new ScheduleSettings(
                sched,
                peak(updates),
                minLr,
                warmupLr,
                Math.max(1, epochs),
                warmupEpochs,
                warmupPrefix,
                cooldownEpochs,
                decayEpochs,
                decayMilestones,
                decayRate,
                schedOnUpdates);
    }

    static SettingGroup described() {
        return new SettingGroup("Length and learning rate", ScheduleDescriptions.ALL);
    }
}
