package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;

/** The constants of a method, from which an optimiser is made. */
public sealed interface OptimizerSettings permits AdamWSettings, SgdSettings, LambSettings, LionSettings {
    /**
     * @param trained what to change
     * @param compute where to compute
     * @return an optimiser that has done nothing yet
     */
    Optimizer on(TrainedParameters trained, Compute compute);
}
