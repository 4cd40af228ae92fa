package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.MatrixProducts;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Linear;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Training;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.List;

/**
 * The block of Mamba (arXiv 2312.00752, figure 3) without norm and residual: {@code (x, z) = in_proj(input)},
 * {@code out_proj(S6(SiLU(conv1d(x))) · SiLU(z))}.
 *
 * <p>Input {@code [N, ..., d]}, output the same. Parameters, named as in Mamba: those of {@link SelectiveScan} for
 * {@code expand · d} channels, {@code conv1d} of {@link CausalConv1d}, {@code in_proj} and {@code out_proj} of {@link Linear}.
 */
public final class MambaMixer implements Layer {
    private final int channels;
    private final int inner;
    private final Linear inProjection;
    private final CausalConv1d convolution;
    private final SelectiveScan scan;
    private final Linear outProjection;
    private final Parameters parameters;

    /**
     * Mamba's usual sizes: 16 states, twice the channels inside, a convolution over 4 steps, rank ⌈d / 16⌉.
     *
     * @param channels d, at least 1
     */
    public MambaMixer(int channels) {
        this(channels, 16, 2, 4, (channels + 15) / 16);
    }

    /**
     * @param channels d, at least 1
     * @param states states of a channel
     * @param expand channels inside, as a multiple of d
     * @param kernelSize steps that the convolution sees
     * @param rank rank of Δ
     */
    public MambaMixer(int channels, int states, int expand, int kernelSize, int rank) {
        this.channels = channels;
        inner = Math.multiplyExact(expand, channels);
        inProjection = new Linear(channels, 2 * inner);
        convolution = new CausalConv1d(inner, kernelSize);
        scan = new SelectiveScan(inner, states, rank);
        outProjection = new Linear(inner, channels);
        parameters = Parameters.builder()
                .add("", scan)
                .add("conv1d", convolution)
                .add("in_proj", inProjection)
                .add("out_proj", outProjection)
                .build();
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 3 || input.channels() != channels) {
            throw new ShapeMismatchException(toString(), "[N, ..., " + channels + "]", input);
        }
        return input;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public List<Part> parts() {
        return List.of(
                new Part("in_proj", inProjection),
                new Part("conv1d", convolution),
                new Part("scan", scan),
                new Part("out_proj", outProjection));
    }

    @Override
    public long multiplyAdds(Shape input) {
        Shape inside = outputShape(input).withChannels(inner);
        return inProjection.multiplyAdds(input)
                + convolution.multiplyAdds(inside)
                + scan.multiplyAdds(inside)
                + outProjection.multiplyAdds(inside);
    }

    /** What a pass computes in front of the scan: x and z in one map, x after the convolution, and after SiLU. */
    private record Front(Tensor both, Tensor convolved, Tensor activated) {}

    private Rows x(Tensor both) {
        return Rows.of(both).channels(0, inner);
    }

    private Rows z(Tensor both) {
        return Rows.of(both).channels(inner, inner);
    }

    private Front front(Tensor input, Execution execution) {
        Shape inside = outputShape(input.shape()).withChannels(inner);
        Tensor both = execution.borrow(input.shape().withChannels(2 * inner));
        inProjection.forward(execution.compute(), Rows.of(input), Rows.of(both), MatrixProducts.Epilogue.NONE);
        Tensor convolved = execution.borrow(inside);
        convolution.forward(execution, input.shape().size(0), x(both), Rows.of(convolved));
        Tensor activated = execution.borrow(inside);
        Pointwise.activate(execution, Activation.SILU, Rows.of(convolved), Rows.of(activated));
        return new Front(both, convolved, activated);
    }

    private Tensor back(Shape input, Front front, Tensor scanned, Tensor gated, Execution execution) {
        Pointwise.gate(execution, Activation.SILU, z(front.both), Rows.of(scanned), Rows.of(gated));
        Tensor output = execution.borrow(input);
        outProjection.forward(execution.compute(), Rows.of(gated), Rows.of(output), MatrixProducts.Epilogue.NONE);
        return output;
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        Front front = front(input, execution);
        Tensor scanned = scan.forward(front.activated, execution);
        Tensor output = back(input.shape(), front, scanned, scanned, execution);
        List.of(front.both, front.convolved, front.activated, scanned).forEach(execution.memory()::release);
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        Execution execution = training.execution();
        Front front = front(input, execution);
        Pass scanPass = scan.pass(front.activated, training.at("scan"));
        Tensor scanned = scanPass.output();
        Tensor gated = execution.borrow(scanned.shape());
        Tensor output = back(input.shape(), front, scanned, gated, execution);
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                Tensor gatedGradient = execution.borrow(gated.shape());
                outProjection.backward(
                        execution, Rows.of(gated), Rows.of(outputGradient), Rows.of(gatedGradient), into);
                Tensor bothGradient = execution.borrow(front.both.shape());
                Pointwise.gateGradient(
                        execution,
                        Activation.SILU,
                        z(front.both),
                        Rows.of(scanned),
                        Rows.of(gatedGradient),
                        z(bothGradient),
                        Rows.of(gatedGradient));
                Tensor activatedGradient = scanPass.backward(gatedGradient, into);
                Rows convolvedGradient = Rows.of(activatedGradient);
                Pointwise.activateGradient(
                        execution, Activation.SILU, Rows.of(front.convolved), convolvedGradient, convolvedGradient);
                convolution.backward(
                        execution, input.shape().size(0), x(front.both), convolvedGradient, x(bothGradient), into);
                Tensor inputGradient = execution.borrow(input.shape());
                inProjection.backward(execution, Rows.of(input), Rows.of(bothGradient), Rows.of(inputGradient), into);
                List.of(front.both, front.convolved, front.activated, scanned, gated, gatedGradient, bothGradient)
                        .forEach(execution.memory()::release);
                execution.memory().release(activatedGradient);
                return inputGradient;
            }
        };
    }

    @Override
    public String toString() {
        return "MambaMixer(" + channels + ", inside " + inner + ")";
    }
}
