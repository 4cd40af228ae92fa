package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;

/**
 * Keeps the length of the gradient below a bound (PyTorch's {@code clip_grad_norm_}, timm's mode {@code norm}).
 *
 * @param largestNorm the bound, positive; infinite for none
 */
public record NormClipping(double largestNorm) implements GradientClipping {
    /** Keeps the factor finite for a gradient of zeros, as in PyTorch. */
    private static final double EPSILON = 1e-6;

    public NormClipping {
        if (!(largestNorm > 0)) {
            throw new IllegalArgumentException("Gradients can be clipped to a positive norm, not to " + largestNorm);
        }
    }

    /**
     * @param norm the gradient's L2 norm
     * @return the factor that shortens it, {@code min(1, bound / (norm + 1e-6))}
     */
    public double scale(double norm) {
        return Math.min(1, largestNorm / (norm + EPSILON));
    }

    @Override
    public double clip(TrainedParameters trained, double norm, Compute compute) {
        return scale(norm);
    }
}
