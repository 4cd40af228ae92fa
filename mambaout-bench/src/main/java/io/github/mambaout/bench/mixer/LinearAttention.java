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
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.List;

/**
 * Linear attention with a depthwise positional branch (Katharopoulos et al., 2020; MILA, arXiv 2405.16605). With
 * {@code (q, k) = elu(qk(x)) + 1} and v = x, for each head: {@code y_i = q_i Σ_j k_jᵀ v_j / (q_i · Σ_j k_j + 1e-6 · length)}, and
 * {@code lepe(x)} on top, a 3×3 convolution of each channel. Every token sees all others, none is forgotten.
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
        if (input.rank() != 4 || input.channels() != channels) {
            throw new ShapeMismatchException(toString(), "[N, H, W, " + channels + "]", input);
        }
        return input;
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
                + sums(input).multiplyAdds()
                + positions.multiplyAdds(input);
    }

    /** Values have a channel more, a one, whose sum is the divisor. */
    private KeyValueSums sums(Shape input) {
        int sequences = input.size(0);
        return new KeyValueSums(
                sequences, sequences == 0 ? 0 : input.rows() / sequences, heads, width, width + 1, false);
    }

    private KeyValueSums.Inputs inputs(Tensor features, Tensor values) {
        Rows both = Rows.of(features);
        return new KeyValueSums.Inputs(both.channels(0, channels), both.channels(channels, channels), Rows.of(values));
    }

    /**
     * What a pass keeps.
     *
     * @param features φ of queries and keys
     * @param values values with a one behind those of each head
     * @param sums of keys and values
     * @param mixed for each head the values' weighted sum and its divisor
     */
    private record Kept(Tensor features, Tensor values, Tensor sums, Tensor mixed) {
        void release(Execution execution) {
            List.of(features, values, sums, mixed).forEach(execution.memory()::release);
        }
    }

    private Kept mix(Tensor input, Execution execution) {
        Shape shape = outputShape(input.shape());
        KeyValueSums attention = sums(shape);
        Tensor features = queriesAndKeys.forward(input, execution);
        PositiveFeatures.apply(execution, Rows.of(features));
        Tensor values = execution.borrow(shape.withChannels(heads * (width + 1)));
        addOnes(execution, Rows.of(input), Rows.of(values));
        Tensor sums = execution.borrow(attention.sumsShape(execution.kernels()));
        Tensor mixed = execution.borrow(values.shape());
        attention.forward(execution, inputs(features, values), Rows.of(mixed), sums);
        return new Kept(features, values, sums, mixed);
    }

    private void addOnes(Execution execution, Rows input, Rows values) {
        int wide = heads * (width + 1);
        RowTiles.each(execution, input.count(), wide, (task, first, rows, scratch) -> {
            float[] from = scratch.floats(0, rows * channels);
            float[] to = scratch.floats(1, rows * wide);
            input.read(first, rows, from, 0, channels);
            for (int head = 0; head < rows * heads; head++) {
                System.arraycopy(from, head * width, to, head * (width + 1), width);
                to[head * (width + 1) + width] = 1;
            }
            values.write(first, rows, to, 0, wide);
        });
    }

    private float least(Shape shape) {
        return LEAST_MEAN * (shape.rows() / Math.max(1, shape.size(0)));
    }

    /** {@code output += mixed / divisor}. */
    private void addQuotients(Execution execution, Tensor mixed, Tensor output) {
        int wide = heads * (width + 1);
        float least = least(mixed.shape());
        RowTiles.each(execution, mixed.shape().rows(), wide, (task, first, rows, scratch) -> {
            float[] from = scratch.floats(0, rows * wide);
            float[] to = scratch.floats(1, rows * channels);
            Rows.of(mixed).read(first, rows, from, 0, wide);
            Rows.of(output).read(first, rows, to, 0, channels);
            for (int head = 0; head < rows * heads; head++) {
                int at = head * (width + 1);
                float factor = 1 / (from[at + width] + least);
                for (int channel = 0; channel < width; channel++) {
                    to[head * width + channel] += from[at + channel] * factor;
                }
            }
            Rows.of(output).write(first, rows, to, 0, channels);
        });
    }

    /** With {@code y = m / s}: {@code dm = dy / s}, {@code ds = −⟨dy, m⟩ / s²}. */
    private void quotientGradients(Execution execution, Tensor mixed, Tensor outputGradient, Tensor mixedGradient) {
        int wide = heads * (width + 1);
        float least = least(mixed.shape());
        RowTiles.each(execution, mixed.shape().rows(), wide, (task, first, rows, scratch) -> {
            float[] m = scratch.floats(0, rows * wide);
            float[] dy = scratch.floats(1, rows * channels);
            Rows.of(mixed).read(first, rows, m, 0, wide);
            Rows.of(outputGradient).read(first, rows, dy, 0, channels);
            for (int head = 0; head < rows * heads; head++) {
                int at = head * (width + 1);
                float factor = 1 / (m[at + width] + least);
                float sum = 0;
                for (int channel = 0; channel < width; channel++) {
                    float gradient = dy[head * width + channel] * factor;
                    sum += gradient * m[at + channel];
                    m[at + channel] = gradient;
                }
                m[at + width] = -sum * factor;
            }
            Rows.of(mixedGradient).write(first, rows, m, 0, wide);
        });
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        Kept kept = mix(input, execution);
        Tensor output = positions.forward(input, execution);
        addQuotients(execution, kept.mixed, output);
        kept.release(execution);
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        Execution execution = training.execution();
        Kept kept = mix(input, execution);
        Pass positional = positions.pass(input, training);
        // A convolution does not need its own output on the way back.
        Tensor output = positional.output();
        addQuotients(execution, kept.mixed, output);
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
        Tensor mixedGradient = execution.borrow(kept.mixed.shape());
        Tensor featureGradients = execution.borrow(kept.features.shape());
        Tensor valueGradients = execution.borrow(kept.values.shape());
        quotientGradients(execution, kept.mixed, outputGradient, mixedGradient);
        sums(input.shape())
                .backward(
                        execution,
                        inputs(kept.features, kept.values),
                        kept.sums,
                        Rows.of(mixedGradient),
                        inputs(featureGradients, valueGradients));
        execution.memory().release(mixedGradient);
        PositiveFeatures.gradient(execution, Rows.of(kept.features), Rows.of(featureGradients));
        Tensor projectionGradient = execution.borrow(input.shape());
        queriesAndKeys.backward(
                execution, Rows.of(input), Rows.of(featureGradients), Rows.of(projectionGradient), into);
        Pointwise.add(execution, Rows.of(projectionGradient), Rows.of(inputGradient));
        addValueGradients(execution, Rows.of(valueGradients), Rows.of(inputGradient));
        List.of(featureGradients, valueGradients, projectionGradient).forEach(execution.memory()::release);
    }

    /** Those of the ones go nowhere. */
    private void addValueGradients(Execution execution, Rows valueGradients, Rows inputGradient) {
        int wide = heads * (width + 1);
        RowTiles.each(execution, valueGradients.count(), wide, (task, first, rows, scratch) -> {
            float[] from = scratch.floats(0, rows * wide);
            float[] to = scratch.floats(1, rows * channels);
            valueGradients.read(first, rows, from, 0, wide);
            inputGradient.read(first, rows, to, 0, channels);
            for (int head = 0; head < rows * heads; head++) {
                for (int channel = 0; channel < width; channel++) {
                    to[head * width + channel] += from[head * (width + 1) + channel];
                }
            }
            inputGradient.write(first, rows, to, 0, channels);
        });
    }

    @Override
    public String toString() {
        return "LinearAttention(" + heads + "×" + width + ")";
    }
}
