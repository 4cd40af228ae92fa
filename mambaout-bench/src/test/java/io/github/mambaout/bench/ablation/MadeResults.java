package io.github.mambaout.bench.ablation;

import io.github.mambaout.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;

/** Results of runs that never were, with chosen figures. */
public final class MadeResults {
    public static final Environment ENVIRONMENT = new Environment("1.0", "vector", "17 Made", 2);

    private MadeResults() {}

    /**
     * @param twin name of a twin
     * @param top1 of its runs with the seeds 0, 1, …; the loss is 2 − 2·top1
     * @return its runs
     */
    public static List<RunResult> of(String twin, double... top1) {
        List<RunResult> runs = new ArrayList<>();
        for (int seed = 0; seed < top1.length; seed++) {
            runs.add(result(twin, seed, top1[seed]));
        }
        return runs;
    }

    /**
     * @param twin name of a twin
     * @param seed of the run
     * @param top1 its top-1
     * @return what such a run would have found
     */
    public static RunResult result(String twin, long seed, double top1) {
        return new RunResult(
                "key-of-" + twin + "-" + seed,
                twin,
                seed,
                top1,
                2 - 2 * top1,
                100,
                123_456,
                7_890_123,
                10 + seed,
                20 + seed,
                ENVIRONMENT,
                TrainingConfig.builder().mixer(twin).seed(seed).build());
    }

    /**
     * @param groups results of each twin
     * @return a study's
     */
    @SafeVarargs
    public static AblationResults study(List<RunResult>... groups) {
        return new AblationResults(
                List.of(groups).stream().flatMap(List::stream).toList());
    }
}
