package io.github.mambaout.layer;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;

/**
 * In training, sets each element to zero with probability {@code rate} and divides the others by {@code 1 − rate}
 * (Srivastava et al., 2014; {@code torch.nn.Dropout}); in prediction, and at rate 0, gives its input back.
 *
 * <p>Input and output {@code [N, ...]}. What is drawn depends on the sample, the element and the layer's place in the
 * network alone ({@link Training#random}), so the way back draws it again instead of keeping it.
 */
public final class Dropout implements Layer {
    private static final Parameters NONE = Parameters.of();

    private final double rate;

    /** @param rate probability of dropping an element, at least 0 and below 1 */
    public Dropout(double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("A dropout rate must be at least 0 and below 1, but is " + rate);
        }
        this.rate = rate;
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
        DropPath.requireBatch(this, input.shape(), training);
        Tensor output = dropped(input, training);
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                return dropped(outputGradient, training);
            }
        };
    }

    private Tensor dropped(Tensor from, Training training) {
        Execution execution = training.execution();
        Tensor to = execution.borrow(from.shape());
        int samples = training.batchSize();
        int size = from.shape().elements() / Math.max(1, samples);
        float kept = (float) (1 / (1 - rate));
        Tiles.each(execution.compute(), samples * size, 1, (task, first, count, scratch) -> {
            float[] tile = scratch.floats(0, count);
            from.data().get(first, tile, 0, count);
            for (int i = 0; i < count; ) {
                Randomness random = training.random((first + i) / size);
                int element = (first + i) % size;
                for (int end = Math.min(count, i + size - element); i < end; i++, element++) {
                    tile[i] = random.uniform(element) < rate ? 0 : tile[i] * kept;
                }
            }
            to.data().put(first, tile, 0, count);
        });
        return to;
    }

    @Override
    public String toString() {
        return "Dropout(" + rate + ")";
    }
}
