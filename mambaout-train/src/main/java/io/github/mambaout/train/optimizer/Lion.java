package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;

/**
 * Steps of equal length by the sign of a moment (Chen et al. 2023, Symbolic Discovery of Optimization Algorithms; timm's
 * {@code Lion}): with gradient {@code g},
 *
 * <pre>{@code
 * w = w (1 - rate decay) - rate sign(beta1 m + (1 - beta1) g)
 * m = beta2 m + (1 - beta2) g
 * }</pre>
 *
 * <p>One-dimensional parameters are not decayed.
 */
public final class Lion extends MomentOptimizer {
    private final LionSettings settings;

    Lion(LionSettings settings, TrainedParameters trained, Compute compute) {
        super(new Moments(trained, compute, "moments"));
        this.settings = settings;
    }

    @Override
    void change(Moments moments, long update, double learningRate, double gradientScale) {
        float scale = (float) gradientScale;
        float keep1 = (float) settings.beta1();
        float keep2 = (float) settings.beta2();
        float take1 = (float) (1 - settings.beta1());
        float take2 = (float) (1 - settings.beta2());
        moments.forEachSpan((task, span, weights, gradients, m) -> {
            double ownRate = span.learningRate(learningRate);
            float rate = (float) ownRate;
            float shrink = (float) (1 - ownRate * span.weightDecay(settings.weightDecay()));
            float[] moment = m[0];
            for (int i = 0; i < span.length(); i++) {
                float gradient = gradients[i] * scale;
                weights[i] = weights[i] * shrink - rate * Math.signum(keep1 * moment[i] + take1 * gradient);
                moment[i] = keep2 * moment[i] + take2 * gradient;
            }
        });
    }
}
