package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;

/**
 * The constants of {@link Sgd}.
 *
 * @param momentum decay of the velocity, from 0 (plain gradient descent) to less than 1
 * @param nesterov whether the gradient is taken after the velocity's step (timm's {@code sgd}; without, its {@code momentum})
 * @param weightDecay decay that is added to the gradient of parameters with two or more dimensions, at least 0
 */
public record SgdSettings(double momentum, boolean nesterov, double weightDecay) implements OptimizerSettings {
    public SgdSettings {
        Constants.requireShare("SGD's momentum", momentum);
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("Nesterov's method needs a momentum of more than 0");
        }
        Constants.requireWeightDecay(weightDecay);
    }

    /**
     * @param weightDecay at least 0
     * @return timm's {@code sgd}: momentum 0.9, by Nesterov's method
     */
    public static SgdSettings withDecay(double weightDecay) {
        return new SgdSettings(0.9, true, weightDecay);
    }

    @Override
    public Sgd on(TrainedParameters trained, Compute compute) {
        return new Sgd(this, trained, compute);
    }
}
