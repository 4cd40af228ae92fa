package io.github.mambaout.train.schedule;

/**
 * A linear rise towards another schedule's peak, before that schedule or over its beginning (timm's {@code warmup_t}, {@code
 * warmup_lr_init} and {@code warmup_prefix}):
 *
 * <pre>{@code
 * t < w:   start + t (peak - start) / w
 * t >= w:  what the other schedule has at t, or at t - w if shifted
 * }</pre>
 *
 * @param start rate of update 0, from 0 to the peak
 * @param length {@code w}, at least 0
 * @param then the schedule that follows
 * @param shifted whether it begins after the warm-up (timm's {@code warmup_prefix}); otherwise it has been running since
 *     update 0 and the warm-up hides its beginning
 */
public record Warmup(double start, long length, Schedule then, boolean shifted) implements Schedule {
    public Warmup {
        if (!(start >= 0 && start <= then.peak())) {
            throw new IllegalArgumentException(
                    "The warm-up must start between 0 and the peak " + then.peak() + ", not at " + start);
        }
        if (length < 0) {
            throw new IllegalArgumentException("The warm-up must last at least 0 updates, not " + length);
        }
    }

    /**
     * Warms up from 0 and falls along a cosine over the rest of the run. A run that is shorter than its warm-up ends within it.
     *
     * @param peak highest rate, positive
     * @param lowest rate that the last update approaches
     * @param warmupUpdates length of the warm-up
     * @param totalUpdates length of the run, warm-up included
     * @return the schedule
     */
    public static Warmup beforeCosine(double peak, double lowest, long warmupUpdates, long totalUpdates) {
        return new Warmup(0, warmupUpdates, new Cosine(peak, lowest, Math.max(1, totalUpdates - warmupUpdates)), true);
    }

    @Override
    public double learningRate(long update) {
        Rates.requireUpdate(update);
        if (update < length) {
            return start + update * ((peak() - start) / length);
        }
        return then.learningRate(shifted ? update - length : update);
    }

    @Override
    public double peak() {
        return then.peak();
    }
}
