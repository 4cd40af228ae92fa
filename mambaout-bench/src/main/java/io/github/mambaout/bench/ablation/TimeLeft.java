package io.github.mambaout.bench.ablation;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Judges how long runs will take by how long others took: those of the same twin, or else all. */
final class TimeLeft {
    private static final double MILLISECONDS = 1000;

    private TimeLeft() {}

    /**
     * @param waiting runs without a result yet
     * @param finished results so far
     * @param parallel how many runs go on at once
     * @return how long they will take; nothing if there is nothing to judge by
     */
    static Optional<Duration> of(Collection<AblationRun> waiting, Collection<RunResult> finished, int parallel) {
        OptionalDouble ofAll = mean(finished, result -> true);
        if (ofAll.isEmpty()) {
            return Optional.empty();
        }
        double seconds = waiting.stream()
                .mapToDouble(run -> mean(finished, result -> result.twin().equals(run.twin()))
                        .orElse(ofAll.getAsDouble()))
                .sum();
        return Optional.of(Duration.ofMillis((long) (MILLISECONDS * seconds / parallel)));
    }

    private static OptionalDouble mean(Collection<RunResult> results, Predicate<RunResult> wanted) {
        return results.stream().filter(wanted).mapToDouble(RunResult::seconds).average();
    }
}
