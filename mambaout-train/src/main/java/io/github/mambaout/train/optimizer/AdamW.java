package io.github.mambaout.train.optimizer;

import io.github.mambaout.kernel.AdamWStep;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.List;
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
    private final Parameters parameters;
    private final Tensor weights;
    private final Tensor gradients;
    private final Tensor firstMoments;
    private final Tensor secondMoments;
    private final List<Span> spans;
    private final Compute compute;
    private long updates;

    /**
     * @param settings the method's constants
     * @param parameters what to change
     * @param weights their flat buffer
     * @param gradients the flat buffer of their gradients, in the same order
     * @param compute where to compute
     */
    public AdamW(AdamWSettings settings, Parameters parameters, Tensor weights, Tensor gradients, Compute compute) {
        if (weights.shape().elements() != parameters.count()) {
            throw new ShapeMismatchException("AdamW", "weights [" + parameters.count() + "]", weights.shape());
        }
        if (!gradients.shape().equals(weights.shape())) {
            throw new ShapeMismatchException("AdamW", "gradients " + weights.shape(), gradients.shape());
        }
        this.settings = settings;
        this.parameters = parameters;
        this.weights = weights;
        this.gradients = gradients;
        this.firstMoments = Tensor.zeros(weights.shape());
        this.secondMoments = Tensor.zeros(weights.shape());
        this.spans = Span.of(parameters);
        this.compute = compute;
    }

    @Override
    public void update(double learningRate, double gradientScale) {
        updates++;
        AdamWStep decayed = step(learningRate, gradientScale, settings.weightDecay());
        AdamWStep plain = step(learningRate, gradientScale, 0);
        compute.workers().run(spans.size(), (index, scratch) -> {
            Span span = spans.get(index);
            update(span, span.decayed() ? decayed : plain, scratch);
        });
        parameters.changed();
        parameters.rearrange(compute);
    }

    private AdamWStep step(double learningRate, double gradientScale, double decay) {
        return new AdamWStep(
                gradientScale,
                learningRate,
                settings.beta1(),
                settings.beta2(),
                settings.epsilon(),
                decay,
                1 - Math.pow(settings.beta1(), updates),
                1 - Math.pow(settings.beta2(), updates));
    }

    private void update(Span span, AdamWStep step, Scratch scratch) {
        Kernels kernels = compute.kernels();
        int room = kernels.padded(span.length());
        float[] w = scratch.floats(0, room);
        float[] g = scratch.floats(1, room);
        float[] m = scratch.floats(2, room);
        float[] v = scratch.floats(3, room);
        weights.data().get(span.start(), w, 0, span.length());
        gradients.data().get(span.start(), g, 0, span.length());
        firstMoments.data().get(span.start(), m, 0, span.length());
        secondMoments.data().get(span.start(), v, 0, span.length());
        kernels.adamW(span.length(), step, w, g, m, v);
        weights.data().put(span.start(), w, 0, span.length());
        firstMoments.data().put(span.start(), m, 0, span.length());
        secondMoments.data().put(span.start(), v, 0, span.length());
    }

    @Override
    public long updates() {
        return updates;
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("first_moments", firstMoments, "second_moments", secondMoments);
    }
}
