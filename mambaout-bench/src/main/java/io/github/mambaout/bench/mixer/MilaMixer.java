package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.layer.DepthwiseConv2d;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Linear;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Sequential;
import io.github.mambaout.layer.Silu;
import io.github.mambaout.layer.Training;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The mixer of MILA ("Demystify Mamba in Vision: A Linear Attention Perspective", arXiv 2405.16605, figure 3), which is a Mamba block with
 * {@link LinearAttention} in the place of the selective scan:
 * {@code out_proj(attn(SiLU(dwc(in_proj(x)))) · SiLU(act_proj(x)))}, dwc a 3×3 convolution of each channel. Where Mamba has a forget gate,
 * it has the positional branch and the rotary positions of {@link LinearAttention}; the authors' positional convolutions before mixer and
 * MLP belong to the block, {@link PreNormBlock#withPositionsAndMlp}.
 *
 * <p>Input {@code [N, H, W, channels]}, output the same. Parameters, named as in MILA: {@code in_proj}, {@code act_proj},
 * {@code out_proj} of {@link Linear}, {@code dwc} of {@link DepthwiseConv2d}, {@code attn} of {@link LinearAttention}.
 */
public final class MilaMixer implements Layer {
    private static final int USUAL_WIDTH = 32;
    private static final int KERNEL_SIZE = 3;

    private final int channels;
    private final int inner;
    private final Sequential mixing;
    private final Linear gate;
    private final Linear outProjection;
    private final Parameters parameters;

    /** @param channels channels of the input, at least 1; inside there are heads of about 32 channels */
    public MilaMixer(int channels) {
        HeadSizes sizes = HeadSizes.of(channels, USUAL_WIDTH);
        this.channels = channels;
        inner = sizes.channels();
        mixing = Sequential.builder()
                .add("in_proj", new Linear(channels, inner))
                .add("dwc", new DepthwiseConv2d(inner, KERNEL_SIZE))
                .add("act", new Silu())
                .add("attn", new LinearAttention(sizes.heads(), sizes.width()))
                .build();
        gate = new Linear(channels, inner);
        outProjection = new Linear(inner, channels);
        parameters = Parameters.builder()
                .add("", mixing)
                .add("act_proj", gate)
                .add("out_proj", outProjection)
                .build();
    }

    @Override
    public Shape outputShape(Shape input) {
        return input.requireMaps(toString(), channels);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(mixing.parts());
        parts.add(new Part("act_proj", gate));
        parts.add(new Part("out_proj", outProjection));
        return List.copyOf(parts);
    }

    @Override
    public long multiplyAdds(Shape input) {
        return mixing.multiplyAdds(outputShape(input))
                + gate.multiplyAdds(input)
                + outProjection.multiplyAdds(input.withChannels(inner));
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        outputShape(input.shape());
        Tensor mixed = mixing.forward(input, execution);
        Tensor gates = gate.forward(input, execution);
        Pointwise.gate(execution, Activation.SILU, Rows.of(gates), Rows.of(mixed), Rows.of(gates));
        Tensor output = outProjection.forward(gates, execution);
        execution.memory().release(mixed);
        execution.memory().release(gates);
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        outputShape(input.shape());
        Execution execution = training.execution();
        Pass mixed = mixing.pass(input, training);
        Tensor gates = gate.forward(input, execution);
        Tensor gated = execution.borrow(gates.shape());
        Pointwise.gate(execution, Activation.SILU, Rows.of(gates), Rows.of(mixed.output()), Rows.of(gated));
        Tensor output = outProjection.forward(gated, execution);
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                Tensor gradient = execution.borrow(gated.shape());
                outProjection.backward(execution, Rows.of(gated), Rows.of(outputGradient), Rows.of(gradient), into);
                Tensor mixedGradient = execution.borrow(gated.shape());
                // The gradient of the gates takes their place.
                Pointwise.gateGradient(
                        execution,
                        Activation.SILU,
                        Rows.of(gates),
                        Rows.of(mixed.output()),
                        Rows.of(gradient),
                        Rows.of(gates),
                        Rows.of(mixedGradient));
                Tensor inputGradient = mixed.backward(mixedGradient, into);
                Tensor gateGradient = execution.borrow(input.shape());
                gate.backward(execution, Rows.of(input), Rows.of(gates), Rows.of(gateGradient), into);
                Pointwise.add(execution, Rows.of(gateGradient), Rows.of(inputGradient));
                List.of(gated, gradient, mixedGradient, mixed.output(), gates, gateGradient)
                        .forEach(execution.memory()::release);
                return inputGradient;
            }
        };
    }

    @Override
    public String toString() {
        return "MilaMixer(" + channels + ")";
    }
}
