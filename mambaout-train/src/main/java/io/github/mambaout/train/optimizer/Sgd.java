package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.tensor.Tensor;
import java.util.Map;

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
public final class Sgd implements Optimizer {
    private final SgdSettings settings;
    private final Moments moments;
    private long updates;

    Sgd(SgdSettings settings, TrainedParameters trained, Compute compute) {
        this.settings = settings;
        this.moments = new Moments(trained, compute, "velocities");
    }

    @Override
    public void update(double learningRate, double gradientScale) {
        updates++;
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
        moments.weightsChanged();
    }

    @Override
    public long updates() {
        return updates;
    }

    @Override
    public Map<String, Tensor> state() {
        return moments.byName();
    }

    @Override
    public void restore(long updatesDone, Map<String, Tensor> state) {
        moments.restore(state);
        updates = updatesDone;
    }
}
