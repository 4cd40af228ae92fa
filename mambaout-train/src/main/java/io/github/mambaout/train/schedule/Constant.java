package io.github.mambaout.train.schedule;

/**
 * The same rate for every update.
 *
 * @param peak the rate, positive
 */
public record Constant(double peak) implements Schedule {
    public Constant {
        Rates.requirePeak(peak);
    }

    @Override
    public double learningRate(long update) {
        Rates.requireUpdate(update);
        return peak;
    }
}
