package io.github.mambaout.train.schedule;

/**
 * A power of what is left of the run, from the peak down to the lowest rate, which then stays (timm's {@code
 * PolyLRScheduler} with one cycle); linear for a power of 1:
 *
 * <pre>{@code
 * t < T:   lowest + (peak - lowest) (1 - t / T)^power
 * t >= T:  lowest
 * }</pre>
 *
 * @param peak highest rate, positive
 * @param lowest rate at the end, from 0 to {@code peak}
 * @param length {@code T}, at least 1
 * @param power positive
 */
public record Polynomial(double peak, double lowest, long length, double power) implements Schedule {
    public Polynomial {
        Rates.requirePeak(peak);
        Rates.requireLowest(lowest, peak);
        Rates.requireLength("The decay", length);
        if (!(power > 0) || Double.isInfinite(power)) {
            throw new IllegalArgumentException("The power of a schedule must be a positive number, not " + power);
        }
    }

    @Override
    public double learningRate(long update) {
        Rates.requireUpdate(update);
        return update >= length ? lowest : lowest + (peak - lowest) * Math.pow(1 - (double) update / length, power);
    }
}
