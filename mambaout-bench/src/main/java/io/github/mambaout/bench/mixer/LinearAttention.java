package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.DepthwiseConv2d;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Linear;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Training;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.List;

/**
 * Linear attention with rotary positions and a depthwise positional branch (Katharopoulos et al., 2020; MILA, arXiv 2405.16605). With
 * {@code (q, k) = elu(qk(x)) + 1}, v = x and {@link RotaryPositions R}, for each head:
 * {@code y_i = R(q_i) Σ_j R(k_j)ᵀ v_j / (q_i · Σ_j k_j + 1e-6 · length)}, and {@code lepe(x)} on top, a 3×3 convolution of each channel. As
 * in MILA, the divisor is that of vectors that are not turned, so that it stays positive. Every token sees all others, none is forgotten.
 *
 * <p>Input {@code [N, H, W, heads · width]}, output the same. Parameters, named as in MILA: {@code qk} of {@link Linear}, first the
 * queries of all heads, then the keys; {@code lepe} of {@link DepthwiseConv2d}. Time and memory grow linearly with the length.
 */
public final class LinearAttention implements Layer {
    private static final int KERNEL_SIZE = 3;
    private static final float LEAST_MEAN = 1e-6f;

    private final int channels;
    private final int heads;
    private final int width;
    private final Linear queriesAndKeys;
    private final DepthwiseConv2d positions;
    private final Parameters parameters;

    /**
     * @param heads heads, at least 1
     * @param width channels of a head, from 1 to 256
     */
    public LinearAttention(int heads, int width) {
        if (heads < 1 || width < 1 || width > KeyValueSums.MOST_KEYS) {
            throw new IllegalArgumentException("Linear attention needs at least 1 head of 1 to "
                    + KeyValueSums.MOST_KEYS + " channels, but was given " + heads + " of " + width);
        }
        this.heads = heads;
        this.width = width;
        channels = Math.multiplyExact(heads, width);
        queriesAndKeys = new Linear(channels, 2 * channels);
        positions = new DepthwiseConv2d(channels, KERNEL_SIZE);
        parameters = Parameters.builder()
                .add("qk", queriesAndKeys)
                .add("lepe", positions)
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
        return List.of(new Part("qk", queriesAndKeys), new Part("lepe", positions));
    }

    /** {@inheritDoc} The sums over keys and the products with queries count {@code 2 · width · (width + 1)} for each token and head. */
    @Override
    public long multiplyAdds(Shape input) {
        return queriesAndKeys.multiplyAdds(outputShape(input))
                + sums(input, width).multiplyAdds()
                + sums(input, 1).multiplyAdds()
                + positions.multiplyAdds(input);
    }

    /** Of values that wide; the divisor is the sum where every value is 1. */
    private KeyValueSums sums(Shape input, int values) {
        int sequences = input.size(0);
        return new KeyValueSums(sequences, sequences == 0 ? 0 : input.rows() / sequences, heads, width, values, false);
    }

    private RotaryPositions rotary(Shape input) {
        return new RotaryPositions(input.size(1), input.size(2), channels);
    }

    private Rows queries(Tensor features) {
        return Rows.of(features).channels(0, channels);
    }

    private Rows keys(Tensor features) {
        return Rows.of(features).channels(channels, channels);
    }

    private KeyValueSums.Inputs inputs(Tensor features, Tensor values) {
        return new KeyValueSums.Inputs(queries(features), keys(features), Rows.of(values));
    }

    private HeadMaps maps(Execution execution) {
        return new HeadMaps(execution, heads, width);
    }

    /**
     * What a pass keeps.
     *
     * @param features φ of queries and keys
     * @param turned the same, turned by their positions
     * @param sums of turned keys and values
     * @param ones a one for each token and head
     * @param keySums sums of keys
     * @param factors 1 / divisor for each token and head
     * @param attention for each head the values' weighted mean
     */
    private record Kept(
            Tensor features,
            Tensor turned,
            Tensor sums,
            Tensor ones,
            Tensor keySums,
            Tensor factors,
            Tensor attention) {
        void release(Execution execution) {
            List.of(features, turned, sums, ones, keySums, factors, attention).forEach(execution.memory()::release);
        }
    }

    private Kept attend(Tensor input, Execution execution) {
        Shape shape = outputShape(input.shape());
        Tensor features = queriesAndKeys.forward(input, execution);
        PositiveFeatures.apply(execution, Rows.of(features));

        Tensor turned = execution.borrow(features.shape());
        RotaryPositions rotary = rotary(shape);
        rotary.turn(execution, queries(features), queries(turned));
        rotary.turn(execution, keys(features), keys(turned));
        Tensor attention = execution.borrow(shape);
        Tensor sums = execution.borrow(sums(shape, width).sumsShape(execution.kernels()));
        sums(shape, width).forward(execution, inputs(turned, input), Rows.of(attention), sums);

        Tensor ones = execution.borrow(shape.withChannels(heads));
        Tensor factors = execution.borrow(ones.shape());
        Tensor keySums = execution.borrow(sums(shape, 1).sumsShape(execution.kernels()));
        replace(execution, ones, anything -> 1);
        sums(shape, 1).forward(execution, inputs(features, ones), Rows.of(factors), keySums);
        float least = LEAST_MEAN * (shape.rows() / Math.max(1, shape.size(0)));
        replace(execution, factors, divisor -> 1 / (divisor + least));
        maps(execution).scale(Rows.of(attention), Rows.of(factors), Rows.of(attention));
        return new Kept(features, turned, sums, ones, keySums, factors, attention);
    }

    @FunctionalInterface
    private interface Function {
        float of(float value);
    }

    private static void replace(Execution execution, Tensor values, Function function) {
        Rows all = Rows.of(values);
        int width = all.channels();
        RowTiles.each(execution, all.count(), width, (task, first, rows, scratch) -> {
            float[] tile = scratch.floats(0, rows * width);
            all.read(first, rows, tile, 0, width);
            for (int i = 0; i < rows * width; i++) {
                tile[i] = function.of(tile[i]);
            }
            all.write(first, rows, tile, 0, width);
        });
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        Kept kept = attend(input, execution);
        Tensor output = positions.forward(input, execution);
        Pointwise.add(execution, Rows.of(kept.attention), Rows.of(output));
        kept.release(execution);
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        Execution execution = training.execution();
        Kept kept = attend(input, execution);
        Pass positional = positions.pass(input, training);
        // A convolution does not need its own output on the way back.
        Tensor output = positional.output();
        Pointwise.add(execution, Rows.of(kept.attention), Rows.of(output));
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                Tensor inputGradient = positional.backward(outputGradient, into);
                addGradients(execution, input, kept, outputGradient, inputGradient, into);
                kept.release(execution);
                return inputGradient;
            }
        };
    }

    /** The way back through the attention; adds to the input's gradient. */
    private void addGradients(
            Execution execution, Tensor input, Kept kept, Tensor outputGradient, Tensor inputGradient, Gradients into) {
        Tensor valueGradients = execution.borrow(input.shape());
        Tensor featureGradients = featureGradients(execution, input, kept, outputGradient, valueGradients);
        PositiveFeatures.gradient(execution, Rows.of(kept.features), Rows.of(featureGradients));
        Tensor projectionGradient = execution.borrow(input.shape());
        queriesAndKeys.backward(
                execution, Rows.of(input), Rows.of(featureGradients), Rows.of(projectionGradient), into);
        Pointwise.add(execution, Rows.of(projectionGradient), Rows.of(inputGradient));
        Pointwise.add(execution, Rows.of(valueGradients), Rows.of(inputGradient));
        List.of(featureGradients, valueGradients, projectionGradient).forEach(execution.memory()::release);
    }

    /**
     * With y = m / s: {@code dm = dy / s} goes back through the values' sum, {@code ds = −⟨dy, y⟩ / s} through that of the keys.
     *
     * @return gradients of queries and keys
     */
    private Tensor featureGradients(
            Execution execution, Tensor input, Kept kept, Tensor outputGradient, Tensor valueGradients) {
        Shape shape = input.shape();
        Tensor mixedGradient = execution.borrow(shape);
        Tensor gradients = execution.borrow(kept.features.shape());
        maps(execution).scale(Rows.of(outputGradient), Rows.of(kept.factors), Rows.of(mixedGradient));
        sums(shape, width)
                .backward(
                        execution,
                        inputs(kept.turned, input),
                        kept.sums,
                        Rows.of(mixedGradient),
                        inputs(gradients, valueGradients));
        RotaryPositions rotary = rotary(shape);
        rotary.turnBack(execution, queries(gradients), queries(gradients));
        rotary.turnBack(execution, keys(gradients), keys(gradients));

        Tensor divisorGradient = execution.borrow(kept.factors.shape());
        Tensor others = execution.borrow(gradients.shape());
        Tensor toOnes = execution.borrow(kept.ones.shape());
        maps(execution).dots(Rows.of(mixedGradient), Rows.of(kept.attention), Rows.of(divisorGradient));
        replace(execution, divisorGradient, dot -> -dot);
        sums(shape, 1)
                .backward(
                        execution,
                        inputs(kept.features, kept.ones),
                        kept.keySums,
                        Rows.of(divisorGradient),
                        inputs(others, toOnes));
        Pointwise.add(execution, Rows.of(others), Rows.of(gradients));
        List.of(mixedGradient, divisorGradient, others, toOnes).forEach(execution.memory()::release);
        return gradients;
    }

    @Override
    public String toString() {
        return "LinearAttention(" + heads + "×" + width + ")";
    }
}
