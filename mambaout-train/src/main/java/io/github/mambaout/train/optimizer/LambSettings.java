package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;

/**
 * The constants of {@link Lamb}.
 *
 * @param beta1 decay of the first moment, from 0 to less than 1
 * @param beta2 decay of the second moment, from 0 to less than 1
 * @param epsilon added to the root of the second moment, positive
 * @param weightDecay decay that is added to the step of parameters with two or more dimensions, at least 0
 * @param largestGradientNorm bound on the L2 norm of all gradients together, positive; infinite for none
 * @param clipsTrust whether the trust ratio is at most 1 (LAMBC)
 * @param adaptsAll whether parameters without decay have a trust ratio too
 */
public record LambSettings(
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double largestGradientNorm,
        boolean clipsTrust,
        boolean adaptsAll)
        implements OptimizerSettings {
    public LambSettings {
        Constants.requireShare("LAMB's beta1", beta1);
        Constants.requireShare("LAMB's beta2", beta2);
        Constants.requirePositive("LAMB's epsilon", epsilon);
        Constants.requireWeightDecay(weightDecay);
        if (!(largestGradientNorm > 0)) {
            throw new IllegalArgumentException(
                    "LAMB clips gradients to a positive norm, not to " + largestGradientNorm);
        }
    }

    /**
     * @param weightDecay at least 0
     * @return timm's {@code lamb}: 0.9, 0.999, 1e-6, gradients clipped to norm 1, trust ratios of decayed parameters only
     */
    public static LambSettings withDecay(double weightDecay) {
        return new LambSettings(0.9, 0.999, 1e-6, weightDecay, 1, false, false);
    }

    @Override
    public Lamb on(TrainedParameters trained, Compute compute) {
        return new Lamb(this, trained, compute);
    }
}
