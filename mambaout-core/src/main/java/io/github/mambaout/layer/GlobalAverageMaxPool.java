package io.github.mambaout.layer;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;

/**
 * The mean of {@link GlobalAveragePool} and {@link GlobalMaxPool}, {@code (average + max) / 2}: {@code [N, H, W, C]} to
 * {@code [N, C]} (timm's {@code avgmax}). No parameters.
 */
public final class GlobalAverageMaxPool implements Layer {
    private static final Parameters NONE = Parameters.of();
    private static final float[] HALF = {0.5f};

    private final GlobalAveragePool average = new GlobalAveragePool();
    private final GlobalMaxPool max = new GlobalMaxPool();

    /** Makes the layer; it has no parameters and takes any map. */
    public GlobalAverageMaxPool() {}

    @Override
    public Shape outputShape(Shape input) {
        return GlobalAveragePool.pooledShape(this, input);
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
        Tensor largest = max.forward(input, execution);
        Tensor output = mean(execution, average.forward(input, execution), largest);
        execution.memory().release(largest);
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        Execution execution = training.execution();
        Pass averagePass = average.pass(input, training);
        Pass maxPass = max.pass(input, training);
        Tensor output = mean(execution, averagePass.output(), maxPass.output());
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                Tensor half = execution.borrow(outputGradient.shape());
                DropPath.scale(execution, outputGradient, half, HALF);
                Tensor inputGradient = averagePass.backward(half, into);
                Tensor ofMax = maxPass.backward(half, into);
                Residual.add(execution, inputGradient, ofMax, inputGradient);
                execution.memory().release(ofMax);
                execution.memory().release(half);
                execution.memory().release(maxPass.output());
                return inputGradient;
            }
        };
    }

    /** @return {@code (a + b) / 2}, in the memory of {@code a} */
    private static Tensor mean(Execution execution, Tensor a, Tensor b) {
        Residual.add(execution, a, b, a);
        DropPath.scale(execution, a, a, HALF);
        return a;
    }

    @Override
    public String toString() {
        return "GlobalAverageMaxPool";
    }
}
