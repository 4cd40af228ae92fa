package io.github.mambaout.train.optimizer;

/**
 * Keeps the length of the gradient below a bound (PyTorch's {@code clip_grad_norm_}).
 *
 * @param largestNorm the bound, positive; infinite for none
 */
public record GradientClipping(double largestNorm) {
    /** Keeps the factor finite for a gradient of zeros, as in PyTorch. */
    private static final double EPSILON = 1e-6;

    public GradientClipping {
        if (!(largestNorm > 0)) {
            throw new IllegalArgumentException("Gradients can be clipped to a positive norm, not to " + largestNorm);
        }
    }

    /** @return a clipping that leaves every gradient as it is */
    public static GradientClipping none() {
        return new GradientClipping(Double.POSITIVE_INFINITY);
    }

    /**
     * @param norm the gradient's L2 norm
     * @return the factor that shortens it, {@code min(1, bound / (norm + 1e-6))}
     */
    public double scale(double norm) {
        return Math.min(1, largestNorm / (norm + EPSILON));
    }
}
