package io.github.mambaout.train.schedule;

/**
 * Half a cosine from the peak down to the lowest rate, which then stays (timm's {@code CosineLRScheduler} with one cycle):
 *
 * <pre>{@code
 * t < T:   lowest + (peak - lowest) (1 + cos(pi t / T)) / 2
 * t >= T:  lowest
 * }</pre>
 *
 * @param peak highest rate, positive
 * @param lowest rate after the cosine, from 0 to {@code peak}
 * @param length {@code T}, at least 1
 */
public record Cosine(double peak, double lowest, long length) implements Schedule {
    public Cosine {
        Rates.requirePeak(peak);
        Rates.requireLowest(lowest, peak);
        Rates.requireLength("The cosine", length);
    }

    @Override
    public double learningRate(long update) {
        Rates.requireUpdate(update);
        return update >= length ? lowest : lowest + 0.5 * (peak - lowest) * (1 + Math.cos(Math.PI * update / length));
    }
}
