package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.AdamWStep;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.tensor.Tensor;
import java.util.Map;

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
public final class AdamW implements Optimizer {
    private final AdamWSettings settings;
    private final Moments moments;
    private final Compute compute;
    private long updates;

    AdamW(AdamWSettings settings, TrainedParameters trained, Compute compute) {
        this.settings = settings;
        this.moments = new Moments(trained, compute, "first_moments", "second_moments");
        this.compute = compute;
    }

    @Override
    public void update(double learningRate, double gradientScale) {
        updates++;
        double correction1 = Constants.correction(settings.beta1(), updates);
        double correction2 = Constants.correction(settings.beta2(), updates);
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
