package io.github.mambaout.layer;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * Stochastic depth (Huang et al., 2016; timm's {@code DropPath}): in training, sets a whole sample to zero with probability
 * {@code rate} and divides the others by {@code 1 − rate}; in prediction, and at rate 0, gives its input back. The gradient
 * of a dropped sample is exactly zero.
 *
 * <p>Input and output {@code [N, ...]}. What is drawn depends on the sample and on the layer's place in the network alone
 * ({@link Training#random}).
 */
public final class DropPath implements Layer {
    private static final Parameters NONE = Parameters.of();

    private final double rate;

    /** @param rate probability of dropping a sample, at least 0 and below 1 */
    public DropPath(double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("A drop path rate must be at least 0 and below 1, but is " + rate);
        }
        this.rate = rate;
    }

    /** @return the probability of dropping a sample */
    public double rate() {
        return rate;
    }

    /**
     * @param training randomness at this layer's place
     * @return the factor of each sample: 0 or 1 / (1 − rate)
     */
    float[] factors(Training training) {
        float[] factors = new float[training.batchSize()];
        float kept = (float) (1 / (1 - rate));
        for (int sample = 0; sample < factors.length; sample++) {
            factors[sample] = training.random(sample).uniform(0) < rate ? 0 : kept;
        }
        return factors;
    }

    /** Refuses an input whose samples are not those of the batch. */
    static void requireBatch(Object layer, Shape input, Training training) {
        if (input.rank() < 1 || input.size(0) != training.batchSize()) {
            throw new ShapeMismatchException(
                    layer.toString(),
                    "[" + training.batchSize() + ", ...], one entry a sample of the training batch,",
                    input);
        }
    }

    /** {@code to = factor · from}, one factor a sample; a single factor is for all samples. */
    static void scale(Execution execution, Tensor from, Tensor to, float[] factors) {
        int size = from.shape().elements() / Math.max(1, factors.length);
        Tiles.each(execution.compute(), factors.length * size, 1, (task, first, count, scratch) -> {
            float[] tile = scratch.floats(0, count);
            from.data().get(first, tile, 0, count);
            for (int i = 0; i < count; ) {
                int end = Math.min(count, i + size - (first + i) % size);
                float factor = factors[(first + i) / size];
                if (factor == 0) {
                    // Not a product: what is dropped stays zero even if it is infinite.
                    Arrays.fill(tile, i, end, 0);
                }
                for (; i < end; i++) {
                    tile[i] *= factor;
                }
            }
            to.data().put(first, tile, 0, count);
        });
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public Parameters parameters() {
        return NONE;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return 0;
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        return input;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        if (rate == 0) {
            return Identity.passOf(input);
        }
        requireBatch(this, input.shape(), training);
        float[] factors = factors(training);
        Execution execution = training.execution();
        Tensor output = execution.borrow(input.shape());
        scale(execution, input, output, factors);
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                Tensor inputGradient = execution.borrow(input.shape());
                scale(execution, outputGradient, inputGradient, factors);
                return inputGradient;
            }
        };
    }

    @Override
    public String toString() {
        return "DropPath(" + rate + ")";
    }
}
