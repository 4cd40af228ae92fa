package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.train.TrainingConfig;
import java.util.List;

/**
 * The model and recipe of studies, unless flags say otherwise: small enough to be trained dozens of times on two cores. The clipping
 * of gradients, which published state space models need, is everybody's.
 */
final class SmallModel {
    static final TrainingConfig CONFIG = TrainingConfig.builder()
            .depths(List.of(2, 2, 2))
            .dims(List.of(16, 32, 64))
            .batchSize(64)
            .lr(2e-3)
            .warmup(50)
            .clipGrad(5)
            .build();

    private SmallModel() {}
}
