package io.github.mambaout.train.schedule;

import java.util.List;

/**
 * The peak, multiplied by a factor at each of some updates, or again and again at the same distance (PyTorch's {@code
 * MultiStepLR} and timm's {@code StepLRScheduler}).
 *
 * @param peak first rate, positive
 * @param factor on the rate at each step, from more than 0 to 1
 * @param distance from one step to the next, at least 1; 0 for steps at {@code milestones}
 * @param milestones updates of the steps, rising; empty for steps at a distance
 */
public record Steps(double peak, double factor, long distance, List<Long> milestones) implements Schedule {
    public Steps {
        Rates.requirePeak(peak);
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException(
                    "A step multiplies the learning rate by a number from more than 0 to 1, not by " + factor);
        }
        milestones = List.copyOf(milestones);
        if (distance < 0 || (distance == 0) == milestones.isEmpty()) {
            throw new IllegalArgumentException(
                    "Steps come either at a distance or at milestones, not at " + distance + " and " + milestones);
        }
        for (int i = 0; i < milestones.size(); i++) {
            if (milestones.get(i) <= (i == 0 ? 0 : milestones.get(i - 1))) {
                throw new IllegalArgumentException(
                        "Milestones must come one after the other, from 1 on, not at " + milestones);
            }
        }
    }

    /**
     * @param peak first rate, positive
     * @param factor on the rate at each step, from more than 0 to 1
     * @param distance from one step to the next, at least 1
     * @return steps at the same distance
     */
    public static Steps every(double peak, double factor, long distance) {
        return new Steps(peak, factor, distance, List.of());
    }

    /**
     * @param peak first rate, positive
     * @param factor on the rate at each step, from more than 0 to 1
     * @param milestones where the steps are, rising, from 1 on
     * @return steps at these places
     */
    public static Steps at(double peak, double factor, List<Long> milestones) {
        return new Steps(peak, factor, 0, milestones);
    }

    @Override
    public double learningRate(long update) {
        Rates.requireUpdate(update);
        long steps = distance > 0
                ? update / distance
                : milestones.stream().filter(milestone -> milestone <= update).count();
        return peak * Math.pow(factor, (double) steps);
    }
}
