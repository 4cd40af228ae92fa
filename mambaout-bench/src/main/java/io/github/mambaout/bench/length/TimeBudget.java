package io.github.mambaout.bench.length;

import java.time.Duration;

/**
 * How long a study may take.
 *
 * @param duration what it aims at; more rounds are measured as long as they fit
 * @param firm whether a study that needs more is refused; if not, it takes what each pass needs to be measured often enough
 */
public record TimeBudget(Duration duration, boolean firm) {
    /**
     * @param duration what the study must end in
     * @return a budget that refuses studies which need more
     */
    public static TimeBudget atMost(Duration duration) {
        return new TimeBudget(duration, true);
    }

    /**
     * @param duration what the study aims at
     * @return a budget that slow or busy machines overrun
     */
    public static TimeBudget about(Duration duration) {
        return new TimeBudget(duration, false);
    }

    double seconds() {
        return duration.toMillis() / 1e3;
    }
}
