package io.github.mambaout.bench.libtorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.github.mambaout.train.optimizer.AdamWSettings;
import java.util.Collection;
import java.util.List;

/**
 * AdamW in libtorch's operations, parameter by parameter, as {@code torch.optim.AdamW} does it on a CPU. DJL's update divides by
 * {@code sqrt(v) + epsilon} where PyTorch divides by {@code sqrt(v / c2) + epsilon}, with {@code c2 = 1 - beta2^t}; given
 * {@code rate · sqrt(c2) / c1} and {@code epsilon · sqrt(c2)} it computes the same.
 */
final class LibtorchAdamW {
    private static final float UNSCALED = 1;
    private static final float UNCLIPPED = -1;

    private final AdamWSettings settings;
    private final List<Moments> parameters;
    private int updates;

    /** A parameter with what AdamW remembers of its gradients. */
    private record Moments(NDArray weights, NDArray first, NDArray second, float decay) {}

    /**
     * @param settings the method's constants
     * @param weights what to change; from now on gradients are kept for them
     * @param manager owner of the moments
     */
    LibtorchAdamW(AdamWSettings settings, Collection<NDArray> weights, NDManager manager) {
        this.settings = settings;
        parameters = weights.stream()
                .map(weight -> {
                    weight.setRequiresGradient(true);
                    boolean decayed = weight.getShape().dimension() > 1;
                    return new Moments(
                            weight,
                            manager.zeros(weight.getShape()),
                            manager.zeros(weight.getShape()),
                            decayed ? (float) settings.weightDecay() : 0);
                })
                .toList();
    }

    /**
     * Changes the weights by their gradients, and sets these to zero.
     *
     * @param rate learning rate
     */
    void update(double rate) {
        updates++;
        double first = 1 - Math.pow(settings.beta1(), updates);
        double second = Math.sqrt(1 - Math.pow(settings.beta2(), updates));
        for (Moments each : parameters) {
            try (NDArray gradient = each.weights().getGradient()) {
                each.weights()
                        .getNDArrayInternal()
                        .adamUpdate(
                                new NDList(each.weights(), gradient, each.first(), each.second()),
                                new NDList(each.weights()),
                                (float) rate,
                                (float) (rate * second / first),
                                each.decay(),
                                UNSCALED,
                                UNCLIPPED,
                                (float) settings.beta1(),
                                (float) settings.beta2(),
                                (float) (settings.epsilon() * second),
                                false,
                                true);
            }
        }
    }
}
