package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;

/**
 * Stochastic gradient descent with momentum (PyTorch's {@code SGD} without dampening): with gradient {@code g},
 *
 * <pre>{@code
 * g = g + decay w
 * m = momentum m + g
 * w = w - rate m                     or, by Nesterov's method,  w - rate (g + momentum m)
 * }</pre>
 *
 * <p>One-dimensional parameters are not decayed. Plain loops: an update takes each weight once, and the passes before it
 * many times.
 */
public final class Sgd extends MomentOptimizer {
    private final SgdSettings settings;

    Sgd(SgdSettings settings, TrainedParameters trained, Compute compute) {
        super(new Moments(trained, compute, "velocities"));
        this.settings = settings;
    }

    @Override
    void change(Moments moments, long update, double learningRate, double gradientScale) {
        float scale = (float) gradientScale;
        float momentum = (float) settings.momentum();
        // What of gradient and velocity makes the step.
        float ofGradient = settings.nesterov() ? 1 : 0;
        float ofVelocity = settings.nesterov() ? momentum : 1;
        moments.forEachSpan((task, span, weights, gradients, m) -> {
            float rate = (float) span.learningRate(learningRate);
            float decay = (float) span.weightDecay(settings.weightDecay());
            float[] velocities = m[0];
            for (int i = 0; i < span.length(); i++) {
                float gradient = gradients[i] * scale + decay * weights[i];
                float velocity = momentum * velocities[i] + gradient;
                velocities[i] = velocity;
                weights[i] -= rate * (ofGradient * gradient + ofVelocity * velocity);
            }
        });
    }
}
