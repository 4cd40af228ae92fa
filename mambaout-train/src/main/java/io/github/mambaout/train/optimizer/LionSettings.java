package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;

/**
 * The constants of {@link Lion}.
 *
 * @param beta1 share of the moment in a step, from 0 to less than 1
 * @param beta2 decay of the moment, from 0 to less than 1
 * @param weightDecay decoupled decay of parameters with two or more dimensions, at least 0
 */
public record LionSettings(double beta1, double beta2, double weightDecay) implements OptimizerSettings {
    public LionSettings {
        Constants.requireShare("Lion's beta1", beta1);
        Constants.requireShare("Lion's beta2", beta2);
        Constants.requireWeightDecay(weightDecay);
    }

    /**
     * @param weightDecay at least 0
     * @return the constants of the paper and of timm: 0.9 and 0.99
     */
    public static LionSettings withDecay(double weightDecay) {
        return new LionSettings(0.9, 0.99, weightDecay);
    }

    @Override
    public Lion on(TrainedParameters trained, Compute compute) {
        return new Lion(this, trained, compute);
    }
}
