package io.github.mambaout.train.schedule;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A schedule in epochs, as a recipe states it; the names are those of timm's flags.
 *
 * @param sched what the rate does between warm-up and cool-down
 * @param lr highest rate, positive
 * @param minLr rate at the end of cosine and polynomial and of the cool-down, from 0 to {@code lr}
 * @param warmupLr rate of the first update if there is a warm-up, from 0 to {@code lr}
 * @param epochs length of the schedule, at least 1
 * @param warmupEpochs length of the warm-up, at least 0
 * @param warmupPrefix whether the schedule begins after the warm-up instead of being hidden by it, which makes the run longer
 * @param cooldownEpochs epochs at the last rate after the schedule, at least 0
 * @param decayEpochs epochs from one step to the next; for {@link Kind#STEP}
 * @param decayMilestones epochs of the steps; for {@link Kind#MULTISTEP}
 * @param decayRate factor of a step, or power of the polynomial
 * @param onUpdates whether the rate changes with every update instead of every epoch ({@code --sched-on-updates})
 */
public record ScheduleSettings(
        Kind sched,
        double lr,
        double minLr,
        double warmupLr,
        int epochs,
        int warmupEpochs,
        boolean warmupPrefix,
        int cooldownEpochs,
        int decayEpochs,
        List<Integer> decayMilestones,
        double decayRate,
        boolean onUpdates) {

    /** What the rate does between warm-up and cool-down. */
    public enum Kind {
        /** {@link Cosine}. */
        @JsonProperty("cosine")
        COSINE,
        /** {@link Steps} at a distance. */
        @JsonProperty("step")
        STEP,
        /** {@link Steps} at milestones. */
        @JsonProperty("multistep")
        MULTISTEP,
        /** {@link Polynomial}. */
        @JsonProperty("poly")
        POLY,
        /** {@link OneCycle}, which brings a warm-up of its own. */
        @JsonProperty("onecycle")
        ONECYCLE,
        /** {@link Constant}. */
        @JsonProperty("none")
        NONE
    }

    public ScheduleSettings {
        decayMilestones = List.copyOf(decayMilestones);
        Rates.requireLength("The schedule", epochs);
        if (warmupEpochs < 0 || cooldownEpochs < 0) {
            throw new IllegalArgumentException("warmup-epochs and cooldown-epochs must be at least 0, but are "
                    + warmupEpochs + " and " + cooldownEpochs);
        }
        if (sched == Kind.ONECYCLE && warmupEpochs > 0) {
            throw new IllegalArgumentException(
                    "One cycle brings a warm-up of its own; set warmup-epochs to 0, not to " + warmupEpochs);
        }
    }

    /**
     * @param updatesPerEpoch at least 1
     * @return the schedule
     * @throws IllegalArgumentException if a rate or a length is out of its range; the message names it
     */
    public Schedule over(long updatesPerEpoch) {
        long unit = onUpdates ? updatesPerEpoch : 1;
        Schedule body = body(unit, epochs * unit);
        Schedule counted = warmupEpochs == 0 ? body : new Warmup(warmupLr, warmupEpochs * unit, body, warmupPrefix);
        return onUpdates ? counted : new PerEpoch(counted, updatesPerEpoch);
    }

    /**
     * A schedule that changes with every update and takes what a warm-up leaves of the run, whatever {@code epochs} and {@code
     * warmupEpochs} say.
     *
     * @param updatesPerEpoch at least 1
     * @param warmupUpdates length of the warm-up, at least 0
     * @param updates length of warm-up and schedule together
     * @return the schedule; a run that is shorter than its warm-up ends within it
     */
    public Schedule over(long updatesPerEpoch, long warmupUpdates, long updates) {
        Schedule body = body(updatesPerEpoch, Math.max(1, updates - warmupUpdates));
        return new Warmup(warmupLr, warmupUpdates, body, true);
    }

    private Schedule body(long unit, long length) {
        return switch (sched) {
            case COSINE -> new Cosine(lr, minLr, length);
            case STEP -> Steps.every(lr, decayRate, decayEpochs * unit);
            case MULTISTEP ->
                Steps.at(
                        lr,
                        decayRate,
                        decayMilestones.stream().map(epoch -> epoch * unit).toList());
            case POLY -> new Polynomial(lr, minLr, length, decayRate);
            case ONECYCLE -> OneCycle.of(lr, length);
            case NONE -> new Constant(lr);
        };
    }

    /** @return the epochs of a run: warm-up where it comes before, schedule, and cool-down */
    public int totalEpochs() {
        return (warmupPrefix ? warmupEpochs : 0) + epochs + cooldownEpochs;
    }
}
