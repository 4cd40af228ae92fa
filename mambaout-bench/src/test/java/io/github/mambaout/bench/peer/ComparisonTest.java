package io.github.mambaout.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.mambaout.kernel.Workers;
import io.github.mambaout.layer.GlobalAveragePool;
import io.github.mambaout.tensor.Shape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final long RUN = 10_000_000;

    private final List<String> order = new ArrayList<>();

    /** Keeps the processor busy, as what is timed does. */
    private static long spin() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < RUN) {
            Thread.onSpinWait();
        }
        return RUN;
    }

    private Workload ours(float... output) {
        return new Workload() {
            @Override
            public float[] run() {
                spin();
                return output.clone();
            }

            @Override
            public long multiplyAdds() {
                return 1000;
            }

            @Override
            public int pictures() {
                return 1;
            }
        };
    }

    private static PeerWorkload theirs(long nanoseconds, float... output) {
        return new PeerWorkload() {
            @Override
            public PeerRun run() {
                spin();
                return new PeerRun(nanoseconds, output.clone());
            }

            @Override
            public void close() {}
        };
    }

    private static Comparison compare(Workload ours, PeerWorkload theirs) {
        try (Workers workers = new Workers(1)) {
            return Comparison.of(ours, theirs, 500, new MultiplyAddPeak(workers), SHORT, SHORT);
        }
    }

    @Test
    void peersOwnTimesCountAndOutputsAreCompared() {
        Comparison found = compare(ours(1, 2, 3), theirs(4_000_000, 1, 2.5f, 2.75f));
        assertThat(found.theirs().milliseconds().median()).isEqualTo(4);
        assertThat(found.theirs().multiplyAdds()).isEqualTo(500);
        assertThat(found.ours().multiplyAdds()).isEqualTo(1000);
        assertThat(found.difference()).isEqualTo(0.5);
        assertThat(found.ratio().median())
                .isCloseTo(4 / found.ours().milliseconds().median(), within(0.2));
    }

    @Test
    void outputsThatCannotBeComparedDifferByNoNumber() {
        assertThat(compare(ours(1, 2), theirs(RUN, 1)).difference()).isNaN();
        assertThat(compare(ours(1, Float.NaN), theirs(RUN, 1, 2)).difference()).isNaN();
    }

    @Test
    void contendersTakeTurnsInChangingOrder() {
        LongSupplier first = () -> noted("a");
        LongSupplier second = () -> noted("b");
        Rounds rounds;
        try (Workers workers = new Workers(1)) {
            rounds = Rounds.of(List.of(first, second), new MultiplyAddPeak(workers), SHORT, SHORT);
        }
        List<String> turns = new ArrayList<>();
        order.forEach(name -> {
            if (turns.isEmpty() || !turns.get(turns.size() - 1).equals(name)) {
                turns.add(name);
            }
        });
        // Warm-up a b, then the rounds a b, b a, a b; neighbours of the same name are one.
        assertThat(turns).startsWith("a", "b", "a", "b", "a", "b");
        assertThat(rounds.rounds()).hasSize(3);
        assertThat(rounds.ratios(1, 0)).allMatch(ratio -> ratio == 1);
    }

    private long noted(String name) {
        order.add(name);
        return spin();
    }

    @Test
    void lossOfLogitsIsTheMeanCrossEntropy() {
        PeerWorkload forward = theirs(7, 0, (float) Math.log(3), 0, 0);
        Batch batch = Batch.of(new GlobalAveragePool(), Shape.of(2, 1, 1, 2));
        PeerRun run = new LossOfLogits(forward, batch).run();
        assertThat(run.nanoseconds()).isEqualTo(7);
        // Labels 0 and 1: −log(1/4) and −log(1/2).
        assertThat(run.output()).hasSize(1);
        assertThat(run.output()[0]).isCloseTo((float) (Math.log(8) / 2), within(1e-6f));
    }
}
