package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;

/** Keeps gradients from growing too large (timm's {@code --clip-mode} with {@code --clip-grad}). */
public sealed interface GradientClipping permits NormClipping, ValueClipping, AdaptiveClipping {
    /** @return a clipping that leaves every gradient as it is */
    static GradientClipping none() {
        return new NormClipping(Double.POSITIVE_INFINITY);
    }

    /**
     * @param largestNorm bound on the L2 norm of all gradients together, positive
     * @return a clipping to this norm
     */
    static GradientClipping byNorm(double largestNorm) {
        return new NormClipping(largestNorm);
    }

    /**
     * Clips what cannot be said by one factor in place.
     *
     * @param trained whose gradients to clip
     * @param norm their L2 norm, all together
     * @param compute where to compute
     * @return the factor that each gradient has still to be taken by
     */
    double clip(TrainedParameters trained, double norm, Compute compute);
}
