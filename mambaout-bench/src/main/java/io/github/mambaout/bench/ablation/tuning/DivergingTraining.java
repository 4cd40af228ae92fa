package io.github.mambaout.bench.ablation.tuning;

import io.github.mambaout.bench.ablation.AblationRun;
import io.github.mambaout.bench.ablation.Environment;
import io.github.mambaout.bench.ablation.RunResult;
import io.github.mambaout.bench.ablation.RunTrainer;
import io.github.mambaout.train.TrainingDivergedException;

/** Training that may diverge, as it does where a learning rate is too high: a trial that has lost, and no reason to stop. */
record DivergingTraining(RunTrainer trainer) implements RunTrainer {
    @Override
    public RunResult train(AblationRun run, String key, Environment environment) {
        try {
            return trainer.train(run, key, environment);
        } catch (TrainingDivergedException e) {
            return new RunResult(
                    key,
                    run.twin(),
                    run.seed(),
                    0,
                    Double.POSITIVE_INFINITY,
                    e.update(),
                    0,
                    0,
                    0,
                    0,
                    environment,
                    run.config());
        }
    }
}
