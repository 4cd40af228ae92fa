package io.github.mambaout.bench.length;

import io.github.mambaout.kernel.Compute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;

/**
 * Measures a block of each mixer at each length. First the shortest two of every mixer run until their kernels are compiled; then every
 * block trains once, so that its memory is there. After that passes take turns in rounds, so that all see the same clocks and neighbours,
 * every other round in the reverse order, as long as the budget lasts, but at least two rounds. Passes that take long are left out once they have been measured
 * three times. The median of the turns counts.
 */
public final class LengthStudy {
    private static final int FEWEST_TURNS = 2;
    private static final int ENOUGH_TURNS_OF_LONG_PASSES = 3;
    private static final int MOST_ROUNDS = 25;
    private static final double LONG_SECONDS = 0.2;
    /** Between two passes the compiler has time for what the first has shown. */
    private static final int WARM_UP_PASSES = 2;

    private static final double WARM_UP_SECONDS = 0.1;
    /** A forward pass takes about a third of a forward and backward pass; with some room. */
    private static final double FORWARD_SHARE = 0.45;
    /** For counting memory and writing the report. */
    private static final double ENDING_SECONDS = 1;

    private static final double NANOSECONDS = 1e9;

    private final LengthPlan plan;
    private final Compute compute;
    private final long start = System.nanoTime();

    /**
     * Its budget begins to run.
     *
     * @param plan what to measure
     * @param compute kernels and threads
     */
    public LengthStudy(LengthPlan plan, Compute compute) {
        this.plan = plan;
        this.compute = compute;
    }

    /**
     * @param progress is told the share of the budget that is spent
     * @return what came out
     * @throws IllegalArgumentException if a firm budget is too small, as the kernels' first runs tell; the message says how much is needed
     */
    public LengthResults run(DoubleConsumer progress) {
        List<List<MeasuredBlock>> byMixer = plan.mixers().stream()
                .map(mixer -> plan.sides().stream()
                        .map(side -> new MeasuredBlock(mixer, plan, side, compute))
                        .toList())
                .toList();
        for (int pass = 0; pass < WARM_UP_PASSES; pass++) {
            for (List<MeasuredBlock> lengths : byMixer) {
                warmUp(lengths);
                progress.accept(spent());
            }
        }
        if (plan.budget().firm()) {
            requireTime(byMixer);
        }
        List<MeasuredBlock> blocks = byMixer.stream().flatMap(List::stream).toList();
        for (MeasuredBlock block : blocks) {
            block.trainingTimes().warmUp(0);
            block.forwardTimes().warmUp(0);
            progress.accept(spent());
        }
        measure(passes(blocks), progress);
        List<LengthCost> costs = blocks.stream().map(MeasuredBlock::cost).toList();
        return new LengthResults(plan, compute.workers().threads(), costs);
    }

    private void warmUp(List<MeasuredBlock> lengths) {
        for (MeasuredBlock block : lengths.subList(0, 2)) {
            block.forwardTimes().warmUp(WARM_UP_SECONDS);
            block.trainingTimes().warmUp(WARM_UP_SECONDS);
        }
    }

    /** Longer passes take longer by their multiply-adds. */
    private void requireTime(List<List<MeasuredBlock>> byMixer) {
        double seconds = elapsed() + ENDING_SECONDS;
        for (List<MeasuredBlock> lengths : byMixer) {
            MeasuredBlock known = lengths.get(1);
            double perMultiplyAdd = known.trainingTimes().secondsOfCall() / known.multiplyAdds();
            for (MeasuredBlock block : lengths) {
                double training = perMultiplyAdd * block.multiplyAdds();
                seconds += (1 + FORWARD_SHARE) * training
                        + FEWEST_TURNS * (turn(training) + turn(FORWARD_SHARE * training));
            }
        }
        if (seconds > budget()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "The budget of %.0f s is too small: %s at %d lengths, measured %d times each, need about %.0f s here. Give a larger"
                            + " budget, or fewer mixers, shorter lengths or a smaller dim.",
                    budget(),
                    String.join(", ", plan.mixers()),
                    plan.sides().size(),
                    FEWEST_TURNS,
                    Math.ceil(seconds)));
        }
    }

    private static double turn(double secondsOfCall) {
        return Math.max(TimedPass.TURN_SECONDS, secondsOfCall);
    }

    private static List<TimedPass> passes(List<MeasuredBlock> blocks) {
        return new ArrayList<>(blocks.stream()
                .flatMap(block -> Stream.of(block.forwardTimes(), block.trainingTimes()))
                .toList());
    }

    private void measure(List<TimedPass> passes, DoubleConsumer progress) {
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<TimedPass> due =
                    new ArrayList<>(passes.stream().filter(LengthStudy::due).toList());
            double seconds = due.stream().mapToDouble(TimedPass::secondsOfTurn).sum();
            if (round >= FEWEST_TURNS && elapsed() + seconds + ENDING_SECONDS > budget()) {
                return;
            }
            if (round % 2 == 1) {
                Collections.reverse(due);
            }
            for (TimedPass pass : due) {
                pass.turn();
                progress.accept(spent());
            }
        }
    }

    private static boolean due(TimedPass pass) {
        return pass.secondsOfCall() < LONG_SECONDS || pass.turns() < ENOUGH_TURNS_OF_LONG_PASSES;
    }

    private double elapsed() {
        return (System.nanoTime() - start) / NANOSECONDS;
    }

    private double budget() {
        return plan.budget().seconds();
    }

    private double spent() {
        return Math.min(1, elapsed() / budget());
    }
}
