package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.List;

/**
 * {@code y = x + branch(x)}. The parameters and parts are the branch's, under the branch's names. On the way back
 * {@code dx = dy + dbranch}.
 */
public final class Residual implements Layer {
    private final Layer branch;

    /** @param branch a layer whose output has the shape of its input */
    public Residual(Layer branch) {
        this.branch = branch;
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape output = branch.outputShape(input);
        if (!output.equals(input)) {
            throw new ShapeMismatchException("The sum of " + input + " and " + branch + " of it", input, output);
        }
        return output;
    }

    @Override
    public Parameters parameters() {
        return branch.parameters();
    }

    @Override
    public List<Part> parts() {
        return branch.parts();
    }

    @Override
    public long multiplyAdds(Shape input) {
        return branch.multiplyAdds(input);
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        outputShape(input.shape());
        Tensor output = branch.forward(input, execution);
        Tensor sum = execution.borrow(input.shape());
        add(execution, input, output, sum);
        if (output != input) {
            execution.memory().release(output);
        }
        return sum;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        outputShape(input.shape());
        Execution execution = training.execution();
        Pass pass = branch.pass(input, training);
        Tensor output = execution.borrow(input.shape());
        add(execution, input, pass.output(), output);
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                Tensor branchGradient = pass.backward(outputGradient, into);
                Tensor inputGradient = execution.borrow(input.shape());
                add(execution, outputGradient, branchGradient, inputGradient);
                if (branchGradient != outputGradient) {
                    execution.memory().release(branchGradient);
                }
                if (pass.output() != input) {
                    execution.memory().release(pass.output());
                }
                return inputGradient;
            }
        };
    }

    /** {@code sum = a + b}; the sum may be either of them. */
    static void add(Execution execution, Tensor a, Tensor b, Tensor sum) {
        Kernels kernels = execution.kernels();
        Tiles.each(execution.compute(), a.shape().elements(), 1, (task, first, count, scratch) -> {
            int padded = kernels.padded(count);
            float[] left = scratch.floats(0, padded);
            float[] right = scratch.floats(1, padded);
            a.data().get(first, left, 0, count);
            b.data().get(first, right, 0, count);
            kernels.addScaled(padded, 1, left, 0, right, 0);
            sum.data().put(first, right, 0, count);
        });
    }

    @Override
    public String toString() {
        return "x + " + branch;
    }
}
