package io.github.mambaout.bench.ablation;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a study is.
 *
 * @param finished number of runs whose results are there
 * @param runs number of runs of the study
 * @param kept how many of the finished ones were there before it was started
 * @param latest the run that ended last; nothing at the start
 * @param left about how long the rest will take; nothing as long as no run tells
 */
public record StudyProgress(int finished, int runs, int kept, Optional<RunResult> latest, Optional<Duration> left) {
    private static final long SECONDS_SHOWN = 120;
    private static final int SECONDS_OF_A_MINUTE = 60;
    private static final long MINUTES_SHOWN = 120;

    /** @return all of it in one line */
    public String describe() {
        StringBuilder line = new StringBuilder();
        line.append(finished).append(" of ").append(runs).append(" runs done");
        if (kept > 0) {
            line.append(" (").append(kept).append(" from before)");
        }
        if (finished < runs) {
            left.ifPresent(rest -> line.append(", about ").append(inWords(rest)).append(" left"));
        }
        latest.ifPresent(run -> line.append(String.format(
                Locale.ROOT,
                "; %s, seed %d: top-1 %.4f, loss %.4f, %.1f s",
                run.twin(),
                run.seed(),
                run.top1(),
                run.loss(),
                run.seconds())));
        return line.toString();
    }

    private static String inWords(Duration rest) {
        if (rest.toSeconds() < SECONDS_SHOWN) {
            return Math.max(1, rest.toSeconds()) + " s";
        }
        if (rest.toMinutes() < MINUTES_SHOWN) {
            return rest.toMinutes() + " min";
        }
        return rest.toHours() + " h " + rest.toMinutes() % SECONDS_OF_A_MINUTE + " min";
    }
}
