package io.github.mambaout.train.schedule;

/**
 * A schedule that counts epochs: all updates of an epoch have the same rate (timm's {@code --sched} without {@code
 * --sched-on-updates}).
 *
 * @param epochs the schedule of the epochs, counted from 0
 * @param updatesPerEpoch at least 1
 */
public record PerEpoch(Schedule epochs, long updatesPerEpoch) implements Schedule {
    public PerEpoch {
        Rates.requireLength("An epoch", updatesPerEpoch);
    }

    @Override
    public double learningRate(long update) {
        Rates.requireUpdate(update);
        return epochs.learningRate(update / updatesPerEpoch);
    }

    @Override
    public double peak() {
        return epochs.peak();
    }
}
