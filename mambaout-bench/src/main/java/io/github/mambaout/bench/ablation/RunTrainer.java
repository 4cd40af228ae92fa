package io.github.mambaout.bench.ablation;

/** Carries out one run. */
@FunctionalInterface
public interface RunTrainer {
    /**
     * @param run what to train, with the folder for its files
     * @param key the run's key
     * @param environment what it runs on
     * @return what came out
     */
    RunResult train(AblationRun run, String key, Environment environment);
}
