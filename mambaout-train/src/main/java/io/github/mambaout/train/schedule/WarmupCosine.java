package io.github.mambaout.train.schedule;

/**
 * A linear warm-up, then half a cosine from the peak down to the lowest rate, which then stays (timm's {@code
 * CosineLRScheduler} with one cycle, stepped per update).
 *
 * <p>With {@code w} updates of warm-up and {@code T} updates of cosine the rate of update {@code t} is
 *
 * <pre>{@code
 * t < w:   start + t (peak - start) / w
 * t >= w:  lowest + (peak - lowest) (1 + cos(pi s / T)) / 2     with s = t, or s = t - w if shifted
 * s >= T:  lowest
 * }</pre>
 *
 * @param peak highest rate, positive
 * @param lowest rate after the cosine, from 0 to {@code peak}
 * @param start rate of update 0 if there is a warm-up, from 0 to {@code peak}
 * @param warmupUpdates length of the warm-up, at least 0
 * @param cosineUpdates {@code T}, at least 1
 * @param shifted whether the cosine starts after the warm-up (timm's {@code warmup_prefix}); otherwise it has been
 *     running since update 0 and the warm-up hides its beginning
 */
public record WarmupCosine(
        double peak, double lowest, double start, long warmupUpdates, long cosineUpdates, boolean shifted)
        implements Schedule {

    public WarmupCosine {
        if (!(peak > 0) || Double.isInfinite(peak)) {
            throw new IllegalArgumentException("The peak learning rate must be a positive number, not " + peak);
        }
        if (!(lowest >= 0 && lowest <= peak)) {
            throw new IllegalArgumentException(
                    "The lowest learning rate must lie between 0 and the peak " + peak + ", not be " + lowest);
        }
        if (!(start >= 0 && start <= peak)) {
            throw new IllegalArgumentException(
                    "The warm-up must start between 0 and the peak " + peak + ", not at " + start);
        }
        if (warmupUpdates < 0) {
            throw new IllegalArgumentException("The warm-up must last at least 0 updates, not " + warmupUpdates);
        }
        if (cosineUpdates < 1) {
            throw new IllegalArgumentException("The cosine must last at least 1 update, not " + cosineUpdates);
        }
    }

    /**
     * Warms up from 0 and falls over the rest of the run. A run that is shorter than its warm-up ends within it.
     *
     * @param peak highest rate, positive
     * @param lowest rate that the last update approaches
     * @param warmupUpdates length of the warm-up
     * @param totalUpdates length of the run, warm-up included
     * @return the schedule
     */
    public static WarmupCosine over(double peak, double lowest, long warmupUpdates, long totalUpdates) {
        return new WarmupCosine(peak, lowest, 0, warmupUpdates, Math.max(1, totalUpdates - warmupUpdates), true);
    }

    @Override
    public double learningRate(long update) {
        if (update < 0) {
            throw new IllegalArgumentException("Updates count from 0, not from " + update);
        }
        if (update < warmupUpdates) {
            return start + update * ((peak - start) / warmupUpdates);
        }
        long position = shifted ? update - warmupUpdates : update;
        if (position >= cosineUpdates) {
            return lowest;
        }
        return lowest + 0.5 * (peak - lowest) * (1 + Math.cos(Math.PI * position / cosineUpdates));
    }
}
