package io.github.mambaout.bench.length;

import io.github.mambaout.bench.peer.Spread;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Costs that follow laws. */
final class MadeCosts {
    private static final List<Integer> SIDES = List.of(10, 20, 40, 80);

    private MadeCosts() {}

    /** A scan that costs 2 µs a token, and attention that costs 1 µs a token and 1 ns a pair; twice as much with the way back. */
    static LengthResults results() {
        LengthPlan plan = new LengthPlan(
                List.of("ssm:cross", "attention"), SIDES, 8, 1, TimeBudget.atMost(Duration.ofSeconds(30)));
        return new LengthResults(
                plan,
                2,
                Stream.concat(scan(2e-3).stream(), attention().stream()).toList());
    }

    static List<LengthCost> scan(double millisecondsOfToken) {
        return SIDES.stream()
                .map(side -> cost("ssm:cross", side, millisecondsOfToken * side * side))
                .toList();
    }

    static List<LengthCost> attention() {
        return SIDES.stream()
                .map(side -> cost("attention", side, 1e-3 * side * side + 1e-6 * Math.pow(side, 4)))
                .toList();
    }

    private static LengthCost cost(String mixer, int side, double milliseconds) {
        long tokens = (long) side * side;
        return new LengthCost(
                mixer,
                side,
                tokens,
                1234,
                100 * tokens,
                Spread.of(milliseconds, milliseconds, milliseconds),
                Spread.of(2 * milliseconds),
                new BlockMemory(40 * tokens, 60 * tokens, 80 * tokens));
    }
}
