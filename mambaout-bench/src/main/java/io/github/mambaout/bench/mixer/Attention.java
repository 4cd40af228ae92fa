package io.github.mambaout.bench.mixer;

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
 * Multi-head softmax attention over all tokens of a sequence (Vaswani et al., 2017; timm's {@code Attention}):
 * {@code (q, k, v) = qkv(x)}, {@code y = proj(softmax(q·kᵀ / √width) · v)} for each head. Causal, a token sees only itself and those before
 * it, as in the experiment of MambaOut's paper on causal mixing.
 *
 * <p>Input {@code [N, ..., channels]}, output the same; what lies between the first and the last dimension is the sequence, a map row by
 * row. Parameters, named as in timm: {@code qkv} of {@link Linear}, {@code channels → 3 · heads · width}, first the queries of all heads,
 * then keys, then values; {@code proj}, {@code heads · width → channels}. Memory grows linearly with the length.
 */
public final class Attention implements Layer {
    /** Channels of a head, as far as they can be chosen: those of Swin and of many others. */
    private static final int USUAL_WIDTH = 32;

    private final int channels;
    private final int heads;
    private final int width;
    private final boolean causal;
    private final Linear qkv;
    private final Linear projection;
    private final Parameters parameters;

    /**
     * Heads of about 32 channels.
     *
     * @param channels channels of the input, at least 1
     * @param causal whether a token sees only itself and those before it
     */
    public Attention(int channels, boolean causal) {
        this(channels, HeadSizes.of(channels, USUAL_WIDTH), causal);
    }

    private Attention(int channels, HeadSizes sizes, boolean causal) {
        this(channels, sizes.heads(), sizes.width(), causal);
    }

    /**
     * @param channels channels of the input, at least 1
     * @param heads heads, at least 1
     * @param width channels of a head, from 1 to 256
     * @param causal whether a token sees only itself and those before it
     */
    public Attention(int channels, int heads, int width, boolean causal) {
        if (heads < 1 || width < 1 || width > SoftmaxAttention.MOST_CHANNELS) {
            throw new IllegalArgumentException("Attention needs at least 1 head of 1 to "
                    + SoftmaxAttention.MOST_CHANNELS + " channels, but was given " + heads + " of " + width);
        }
        this.channels = channels;
        this.heads = heads;
        this.width = width;
        this.causal = causal;
        int inner = Math.multiplyExact(heads, width);
        qkv = new Linear(channels, Math.multiplyExact(3, inner));
        projection = new Linear(inner, channels);
        parameters =
                Parameters.builder().add("qkv", qkv).add("proj", projection).build();
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
        return List.of(new Part("qkv", qkv), new Part("proj", projection));
    }

    /** {@inheritDoc} A pair of a query and a key that it sees counts as {@code 2 · width} in each head. */
    @Override
    public long multiplyAdds(Shape input) {
        return qkv.multiplyAdds(outputShape(input))
                + attention(input).pairs() * 2 * width
                + projection.multiplyAdds(input.withChannels(heads * width));
    }

    private SoftmaxAttention attention(Shape input) {
        int sequences = input.size(0);
        return new SoftmaxAttention(sequences, sequences == 0 ? 1 : input.rows() / sequences, heads, width, causal);
    }

    private SoftmaxAttention.Inputs inputs(Tensor all) {
        int inner = heads * width;
        Rows rows = Rows.of(all);
        return new SoftmaxAttention.Inputs(
                rows.channels(0, inner), rows.channels(inner, inner), rows.channels(2 * inner, inner));
    }

    /** What a pass keeps: queries, keys and values in one map, the outputs of the heads, and the logarithms of their sums. */
    private record Kept(Tensor all, Tensor mixed, Tensor logSums) {
        void release(Execution execution) {
            List.of(all, mixed, logSums).forEach(execution.memory()::release);
        }
    }

    private Kept mix(Tensor input, Execution execution) {
        SoftmaxAttention attention = attention(outputShape(input.shape()));
        Tensor all = qkv.forward(input, execution);
        Tensor mixed = execution.borrow(input.shape().withChannels(heads * width));
        Tensor logSums = execution.borrow(attention.logSumsShape(execution.kernels()));
        attention.forward(execution, inputs(all), Rows.of(mixed), logSums);
        return new Kept(all, mixed, logSums);
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        Kept kept = mix(input, execution);
        Tensor output = projection.forward(kept.mixed, execution);
        kept.release(execution);
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        Execution execution = training.execution();
        Kept kept = mix(input, execution);
        Tensor output = projection.forward(kept.mixed, execution);
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                return Attention.this.backward(execution, input, kept, outputGradient, into);
            }
        };
    }

    private Tensor backward(Execution execution, Tensor input, Kept kept, Tensor outputGradient, Gradients into) {
        Tensor mixedGradient = execution.borrow(kept.mixed.shape());
        projection.backward(execution, Rows.of(kept.mixed), Rows.of(outputGradient), Rows.of(mixedGradient), into);
        Tensor gradients = execution.borrow(kept.all.shape());
        attention(input.shape())
                .backward(
                        execution,
                        inputs(kept.all),
                        Rows.of(kept.mixed),
                        kept.logSums,
                        Rows.of(mixedGradient),
                        inputs(gradients));
        kept.release(execution);
        execution.memory().release(mixedGradient);
        Tensor inputGradient = execution.borrow(input.shape());
        qkv.backward(execution, Rows.of(input), Rows.of(gradients), Rows.of(inputGradient), into);
        execution.memory().release(gradients);
        return inputGradient;
    }

    @Override
    public String toString() {
        return (causal ? "CausalAttention(" : "Attention(") + channels + ", " + heads + "×" + width + ")";
    }
}
