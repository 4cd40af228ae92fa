package io.github.mambaout.train.schedule;

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
        COSINE,
        /** {@link Steps} at a distance. */
        STEP,
        /** {@link Steps} at milestones. */
        MULTISTEP,
        /** {@link Polynomial}. */
        POLY,
        /** {@link OneCycle}, which brings a warm-up of its own. */
        ONECYCLE,
        /** {@link Constant}. */
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
        Schedule counted =
                warmupEpochs == 0 ? body(unit) : new Warmup(warmupLr, warmupEpochs * unit, body(unit), warmupPrefix);
        return onUpdates ? counted : new PerEpoch(counted, updatesPerEpoch);
    }

    private Schedule body(long unit) {
        return switch (sched) {
            case COSINE -> new Cosine(lr, minLr, epochs * unit);
            case STEP -> Steps.every(lr, decayRate, decayEpochs * unit);
            case MULTISTEP ->
                Steps.at(
                        lr,
                        decayRate,
                        decayMilestones.stream().map(epoch -> epoch * unit).toList());
            case POLY -> new Polynomial(lr, minLr, epochs * unit, decayRate);
            case ONECYCLE -> OneCycle.of(lr, epochs * unit);
            case NONE -> new Constant(lr);
        };
    }

    /** @return the epochs of a run: warm-up where it comes before, schedule, and cool-down */
    public int totalEpochs() {
        return (warmupPrefix ? warmupEpochs : 0) + epochs + cooldownEpochs;
    }
}
