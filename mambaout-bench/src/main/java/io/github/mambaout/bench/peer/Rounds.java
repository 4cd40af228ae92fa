package io.github.mambaout.bench.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Times of contenders that took turns with one another and with the peak of the machine, so that all saw the same clocks and
 * the same neighbours.
 *
 * @param rounds at least three
 */
public record Rounds(List<Round> rounds) {
    private static final int FEWEST_ROUNDS = 3;
    /** The runs of a contender in a round take at least this long. */
    private static final Duration TURN = Duration.ofMillis(200);

    /**
     * One round.
     *
     * @param peak GFLOP/s of {@link MultiplyAddPeak}
     * @param milliseconds times of each contender's runs
     */
    public record Round(double peak, List<List<Double>> milliseconds) {
        double median(int contender) {
            return Spread.of(milliseconds.get(contender)).median();
        }
    }

    /**
     * Warms contenders up, then lets them take turns.
     *
     * @param contenders each does its work once and tells how many nanoseconds it took
     * @param peak the machine's peak
     * @param warmUp how long to warm them up at least, all together, with at least two runs each
     * @param measuring how long to measure at least
     * @return their times; each round has another order, turned round
     */
    public static Rounds of(List<LongSupplier> contenders, MultiplyAddPeak peak, Duration warmUp, Duration measuring) {
        contenders.forEach(contender -> turn(contender, warmUp.dividedBy(contenders.size()), 2));
        List<Round> rounds = new ArrayList<>();
        long begin = System.nanoTime();
        while (rounds.size() < FEWEST_ROUNDS || System.nanoTime() - begin < measuring.toNanos()) {
            List<List<Double>> times = new ArrayList<>(Collections.nCopies(contenders.size(), List.of()));
            double gigaflops = peak.gigaflops();
            List<Integer> order = new ArrayList<>(
                    IntStream.range(0, contenders.size()).boxed().toList());
            if (rounds.size() % 2 == 1) {
                Collections.reverse(order);
            }
            for (int index : order) {
                List<Double> all = turn(contenders.get(index), TURN, 1);
                // The first run finds caches full of what another one left, which is nobody's usual case.
                boolean settled = contenders.size() > 1 && all.size() > 1;
                times.set(index, settled ? all.subList(1, all.size()) : all);
            }
            rounds.add(new Round(gigaflops, times));
        }
        return new Rounds(rounds);
    }

    private static List<Double> turn(LongSupplier contender, Duration least, int fewest) {
        List<Double> times = new ArrayList<>();
        long begin = System.nanoTime();
        do {
            times.add(contender.getAsLong() / 1e6);
        } while (times.size() < fewest || System.nanoTime() - begin < least.toNanos());
        return times;
    }

    /**
     * @param contender index of a contender
     * @return the times of its runs in all rounds, in milliseconds
     */
    public Spread milliseconds(int contender) {
        return Spread.of(rounds.stream()
                .flatMap(round -> round.milliseconds.get(contender).stream())
                .toList());
    }

    /** @return the machine's peak in GFLOP/s, round by round */
    public Spread peak() {
        return Spread.of(rounds.stream().map(Round::peak).toList());
    }

    /**
     * @param contender index of a contender
     * @param other index of another
     * @return for each round how many times as long the first took, at the medians
     */
    public List<Double> ratios(int contender, int other) {
        return rounds.stream()
                .map(round -> round.median(contender) / round.median(other))
                .toList();
    }
}
