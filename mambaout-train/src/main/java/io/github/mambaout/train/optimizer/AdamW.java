package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.AdamWStep;
import io.github.mambaout.kernel.Compute;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019; PyTorch's {@code AdamW}): for update {@code t} from 1 on,
 * with gradient {@code g},
 *
 * <pre>{@code
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * w = w (1 - rate decay) - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * }</pre>
 *
 * <p>One-dimensional parameters (biases, norms, layer scales) are not decayed.
 */
public final class AdamW extends MomentOptimizer {
    private final AdamWSettings settings;
    private final Compute compute;

    AdamW(AdamWSettings settings, TrainedParameters trained, Compute compute) {
        super(new Moments(trained, compute, "first_moments", "second_moments"));
        this.settings = settings;
        this.compute = compute;
    }

    @Override
    void change(Moments moments, long update, double learningRate, double gradientScale) {
        double correction1 = Constants.correction(settings.beta1(), update);
        double correction2 = Constants.correction(settings.beta2(), update);
        moments.forEachSpan((task, span, weights, gradients, m) -> {
            AdamWStep step = new AdamWStep(
                    gradientScale,
                    span.learningRate(learningRate),
                    settings.beta1(),
                    settings.beta2(),
                    settings.epsilon(),
                    span.weightDecay(settings.weightDecay()),
                    correction1,
                    correction2);
            compute.kernels().adamW(span.length(), step, weights, gradients, m[0], m[1]);
        });
    }
}
