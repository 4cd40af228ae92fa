package io.github.mambaout.layer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.MatrixProducts;
import io.github.mambaout.kernel.PackedMatrix;
import io.github.mambaout.kernel.TileSource;
import io.github.mambaout.kernel.TileTarget;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;

/**
 * {@code y = x · Wᵀ + b} on the channels of every row or pixel ({@code torch.nn.Linear}).
 *
 * <p>Input {@code [..., in]}, output {@code [..., out]}. Parameters: {@code weight [out, in]}, truncated normal 0.02;
 * {@code bias [out]}, zeros.
 */
public final class Linear implements Layer {
    private final int inputs;
    private final int outputs;
    private final Parameter weight;
    private final Parameter bias;
    private final boolean biased;
    private final Parameters parameters;
    private final Packed<PackedMatrix> forwardWeights;
    private final Packed<PackedMatrix> backwardWeights;
    private final Packed<float[]> paddedBias;

    /**
     * @param inputs channels of the input, at least 1
     * @param outputs channels of the output, at least 1
     */
    public Linear(int inputs, int outputs) {
        this(inputs, outputs, Initializer.TRUNCATED_NORMAL, Initializer.ZEROS, true);
    }

    /**
     * @param inputs channels of the input, at least 1
     * @param outputs channels of the output, at least 1
     * @param weights first values of the weights
     * @param biases first values of the bias
     */
    public Linear(int inputs, int outputs, Initializer weights, Initializer biases) {
        this(inputs, outputs, weights, biases, true);
    }

    private Linear(int inputs, int outputs, Initializer weights, Initializer biases, boolean biased) {
        if (inputs < 1 || outputs < 1) {
            throw new IllegalArgumentException("A linear layer needs at least 1 channel on either side, but was given "
                    + inputs + " and " + outputs);
        }
        this.inputs = inputs;
        this.outputs = outputs;
        this.biased = biased;
        weight = new Parameter("weight", Shape.of(outputs, inputs), weights);
        bias = new Parameter("bias", Shape.of(outputs), biases);
        parameters = biased ? Parameters.of(weight, bias) : Parameters.of(weight);
        forwardWeights = Packed.reusable(
                kernels -> PackedMatrix.empty(kernels, inputs, outputs),
                (matrix, kernels, scratch) ->
                        matrix.readTransposed(weight.value().data(), scratch),
                weight);
        backwardWeights = Packed.reusable(
                kernels -> PackedMatrix.empty(kernels, outputs, inputs),
                (matrix, kernels, scratch) -> matrix.read(weight.value().data()),
                weight);
        paddedBias = Packed.vector(bias);
    }

    /**
     * @param inputs channels of the input, at least 1
     * @param outputs channels of the output, at least 1
     * @return {@code y = x · Wᵀ}, whose only parameter is {@code weight}
     */
    public static Linear withoutBias(int inputs, int outputs) {
        return new Linear(inputs, outputs, Initializer.TRUNCATED_NORMAL, Initializer.ZEROS, false);
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 1 || input.channels() != inputs) {
            throw new ShapeMismatchException(toString(), "[..., " + inputs + "]", input);
        }
        return input.withChannels(outputs);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public long multiplyAdds(Shape input) {
        return (long) outputShape(input).elements() * inputs;
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        Tensor output = execution.borrow(outputShape(input.shape()));
        forward(execution.compute(), Rows.of(input), Rows.of(output), MatrixProducts.Epilogue.NONE);
        return output;
    }

    /**
     * The forward pass on rows that may be parts of wider ones.
     *
     * @param compute kernels and threads
     * @param input rows of the inputs
     * @param output receives as many rows
     * @param epilogue what happens to each tile of results while it is in cache
     */
    public void forward(Compute compute, Rows input, Rows output, MatrixProducts.Epilogue epilogue) {
        Kernels kernels = compute.kernels();
        MatrixProducts.product(
                compute,
                TileSource.of(input),
                forwardWeights.get(kernels),
                paddedBias.get(kernels),
                TileTarget.of(output),
                epilogue);
    }

    /**
     * {@code dx = dy · W}, {@code dW += dyᵀ · x}, {@code db += Σ dy}, on rows that may be parts of wider ones.
     *
     * @param execution kernels, threads and memory
     * @param input the rows that went forward
     * @param outputGradient dy
     * @param inputGradient receives dx
     * @param into receives the gradients of the parameters, added to what is there
     */
    public void backward(Execution execution, Rows input, Rows outputGradient, Rows inputGradient, Gradients into) {
        Tensor biasGradient = biased ? into.of(bias) : execution.borrow(bias.shape());
        MatrixProducts.weightGradient(
                execution.compute(), execution.memory(), outputGradient, input, into.of(weight), biasGradient);
        if (!biased) {
            execution.memory().release(biasGradient);
        }
        PackedMatrix matrix = backwardWeights.get(execution.kernels());
        MatrixProducts.product(
                execution.compute(),
                TileSource.of(outputGradient),
                matrix,
                new float[matrix.paddedColumns()],
                TileTarget.of(inputGradient),
                MatrixProducts.Epilogue.NONE);
    }

    int outputs() {
        return outputs;
    }

    /** @return the bias with zeros up to a multiple of the lanes */
    float[] paddedBias(Kernels kernels) {
        return paddedBias.get(kernels);
    }

    Parameter weight() {
        return weight;
    }

    Parameter bias() {
        return bias;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        Execution execution = training.execution();
        Tensor output = forward(input, execution);
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                Tensor inputGradient = execution.borrow(input.shape());
                Linear.this.backward(execution, Rows.of(input), Rows.of(outputGradient), Rows.of(inputGradient), into);
                return inputGradient;
            }
        };
    }

    @Override
    public String toString() {
        return "Linear(" + inputs + " → " + outputs + ")";
    }
}
