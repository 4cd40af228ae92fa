package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;

/**
 * The constants of {@link AdamW}.
 *
 * @param beta1 decay of the first moment, from 0 to less than 1
 * @param beta2 decay of the second moment, from 0 to less than 1
 * @param epsilon added to the root of the second moment, positive
 * @param weightDecay decoupled decay of parameters with two or more dimensions, at least 0
 */
public record AdamWSettings(double beta1, double beta2, double epsilon, double weightDecay)
        implements OptimizerSettings {
    public AdamWSettings {
        Constants.requireShare("AdamW's beta1", beta1);
        Constants.requireShare("AdamW's beta2", beta2);
        Constants.requirePositive("AdamW's epsilon", epsilon);
        Constants.requireWeightDecay(weightDecay);
    }

    /**
     * @param weightDecay decoupled decay, at least 0
     * @return the constants of the paper's recipe: 0.9, 0.999 and 1e-8
     */
    public static AdamWSettings withDecay(double weightDecay) {
        return new AdamWSettings(0.9, 0.999, 1e-8, weightDecay);
    }

    @Override
    public AdamW on(TrainedParameters trained, Compute compute) {
        return new AdamW(this, trained, compute);
    }
}
