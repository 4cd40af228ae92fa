package io.github.mambaout.bench.mixer;

import io.github.mambaout.layer.DepthwiseConv2d;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Initializer;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.LayerNorm;
import io.github.mambaout.layer.Linear;
import io.github.mambaout.layer.Parameter;
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
 * The mixer of VSSD (arXiv 2407.18559), Mamba-2's state space duality on maps, and with it the causal forms that it does away with. With
 * {@code (z, x, B, C, dt) = in_proj(input)}, {@code (x, B, C) = SiLU(conv2d(x, B, C))}, {@code Δ = softplus(dt + dt_bias)} and one
 * {@code a = exp(A_log)} for each head:
 *
 * <ul>
 *   <li>non-causal: {@code y_i = C_i Σ_j a Δ_j B_jᵀ x_j + D x_i}, every token with a weight of its own for all others;
 *   <li>causal: {@code h_t = exp(−a Δ_t) h_{t−1} + Δ_t B_tᵀ x_t}, {@code y_t = C_t h_t + D x_t}, over the map row by row;
 *   <li>bidirectional: the sum of the causal form there and back, with the same parameters.
 * </ul>
 *
 * {@code out_proj(norm(y) · z)} is the output. So the three have the same parameters and differ in nothing but what is remembered.
 *
 * <p>Input {@code [N, H, W, channels]}, output the same. Parameters, named as in Mamba-2: {@code A_log [heads]}, ln of U(1, 16);
 * {@code D [heads]}, ones; {@code dt_bias [heads]}, such that Δ begins log-uniform in [0.001, 0.1] where dt is 0; {@code in_proj} and
 * {@code out_proj} of {@link Linear} without bias; {@code conv2d} of {@link DepthwiseConv2d}, 3×3; {@code norm} of {@link LayerNorm}. Weight
 * decay spares A_log, D and dt_bias.
 */
public final class NonCausalSsd implements Layer {
    private static final int KERNEL_SIZE = 3;
    private static final int EXPAND = 2;
    private static final int USUAL_WIDTH = 64;

    private final int channels;
    private final int heads;
    private final int width;
    private final int inner;
    private final int states;
    private final TokenOrder order;
    private final Parameter rates;
    private final Parameter skip;
    private final Parameter stepBias;
    private final Linear inProjection;
    private final Sequential front;
    private final LayerNorm norm;
    private final Linear outProjection;
    private final Parameters parameters;

    /**
     * The usual sizes: 64 states, twice the channels inside, heads of about 64 channels.
     *
     * @param channels channels of the input, at least 1
     * @param order which tokens a token learns of
     */
    public NonCausalSsd(int channels, TokenOrder order) {
        this(channels, HeadSizes.of(EXPAND * channels, USUAL_WIDTH), 64, order);
    }

    private NonCausalSsd(int channels, HeadSizes sizes, int states, TokenOrder order) {
        this(channels, sizes.heads(), sizes.width(), states, order);
    }

    /**
     * @param channels channels of the input, at least 1
     * @param heads heads, at least 1
     * @param width channels of a head, at least 1
     * @param states states of a channel, from 1 to 256
     * @param order which tokens a token learns of
     */
    public NonCausalSsd(int channels, int heads, int width, int states, TokenOrder order) {
        if (heads < 1 || width < 1 || states < 1 || states > KeyValueSums.MOST_KEYS) {
            throw new IllegalArgumentException("A state space needs at least 1 head, channel and state, and at most "
                    + KeyValueSums.MOST_KEYS + " states, but was given " + heads + ", " + width + " and " + states);
        }
        this.channels = channels;
        this.heads = heads;
        this.width = width;
        this.states = states;
        this.order = order;
        inner = Math.multiplyExact(heads, width);
        rates = new Parameter(
                "A_log", Shape.of(heads), (random, index) -> (float) Math.log(1 + 15 * random.uniform(index)), false);
        skip = new Parameter("D", Shape.of(heads), Initializer.ONES, false);
        stepBias = new Parameter("dt_bias", Shape.of(heads), StepWidths.FIRST_BIAS, false);
        inProjection = Linear.withoutBias(channels, 2 * inner + 2 * states + heads);
        front = Sequential.builder()
                .add("conv2d", new DepthwiseConv2d(inner + 2 * states, KERNEL_SIZE))
                .add("act", new Silu())
                .build();
        norm = new LayerNorm(inner);
        outProjection = Linear.withoutBias(inner, channels);
        parameters = Parameters.builder()
                .add("A_log", rates)
                .add("D", skip)
                .add("dt_bias", stepBias)
                .add("in_proj", inProjection)
                .add("", front)
                .add("norm", norm)
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
        List<Part> parts = new ArrayList<>(List.of(new Part("in_proj", inProjection)));
        parts.addAll(front.parts());
        parts.add(new Part("norm", norm));
        parts.add(new Part("out_proj", outProjection));
        return List.copyOf(parts);
    }

    /**
     * {@inheritDoc} Of the state space the products of its matrices count: {@code 2 · states · width} for each token and head, and in the
     * causal forms those within chunks of 64 tokens.
     */
    @Override
    public long multiplyAdds(Shape input) {
        return inProjection.multiplyAdds(input)
                + front.multiplyAdds(input.withChannels(inner + 2 * states))
                + space(outputShape(input)).multiplyAdds()
                + outProjection.multiplyAdds(input.withChannels(inner));
    }

    private StateSpace space(Shape shape) {
        int sequences = shape.size(0);
        return new StateSpace(order, sequences, sequences == 0 ? 0 : shape.rows() / sequences, heads, states, width);
    }

    private StateSpace.Inputs inputs(Tensor activated, Tensor weighted, Tensor rated) {
        Rows all = Rows.of(activated);
        return new StateSpace.Inputs(
                all.channels(inner, states), all.channels(inner + states, states), Rows.of(weighted), Rows.of(rated));
    }

    private boolean ordered() {
        return order != TokenOrder.NON_CAUSAL;
    }

    private Rows z(Tensor all) {
        return Rows.of(all).channels(0, inner);
    }

    private Rows convolved(Tensor all) {
        return Rows.of(all).channels(inner, inner + 2 * states);
    }

    private Rows steps(Tensor all) {
        return Rows.of(all).channels(2 * inner + 2 * states, heads);
    }

    private Rows x(Tensor activated) {
        return Rows.of(activated).channels(0, inner);
    }

    /** a of each head, negative where it makes things forgotten. */
    private float[] rates() {
        float[] values = rates.value().toArray();
        for (int head = 0; head < heads; head++) {
            values[head] = (float) (ordered() ? -Math.exp(values[head]) : Math.exp(values[head]));
        }
        return values;
    }

    /**
     * What the state space computes and its way back needs.
     *
     * @param delta Δ of all heads
     * @param rated aΔ of all heads, the weights, or −aΔ, the logarithms of the decays
     * @param weighted x times its weight: aΔ, or Δ where there is an order
     * @param memory what the state space keeps
     * @param y output with D x
     */
    private record Mixed(Tensor delta, Tensor rated, Tensor weighted, List<Tensor> memory, Tensor y) {
        void release(Execution execution) {
            List.of(delta, rated, weighted, y).forEach(execution.memory()::release);
            memory.forEach(execution.memory()::release);
        }
    }

    private Mixed mix(Tensor all, Tensor activated, Execution execution) {
        Shape shape = all.shape().withChannels(inner);
        HeadMaps maps = new HeadMaps(execution, heads, width);
        Tensor delta = execution.borrow(shape.withChannels(heads));
        StepWidths.of(execution, steps(all), stepBias.value().toArray(), Rows.of(delta));
        Tensor rated = execution.borrow(delta.shape());
        new HeadMaps(execution, heads, 1).scale(Rows.of(delta), rates(), Rows.of(rated));
        Tensor weighted = execution.borrow(shape);
        maps.scale(x(activated), Rows.of(ordered() ? delta : rated), Rows.of(weighted));
        Tensor y = execution.borrow(shape);
        List<Tensor> memory = space(shape).forward(execution, inputs(activated, weighted, rated), y);
        maps.addScaled(x(activated), skip.value().toArray(), Rows.of(y));
        return new Mixed(delta, rated, weighted, memory, y);
    }

    private Tensor toConvolve(Tensor all, Execution execution) {
        Tensor map = execution.borrow(all.shape().withChannels(inner + 2 * states));
        Pointwise.copy(execution, convolved(all), Rows.of(map));
        return map;
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        outputShape(input.shape());
        Tensor all = inProjection.forward(input, execution);
        Tensor map = toConvolve(all, execution);
        Tensor activated = front.forward(map, execution);
        Mixed mixed = mix(all, activated, execution);
        Tensor gated = norm.forward(mixed.y, execution);
        Pointwise.multiply(execution, Rows.of(gated), z(all), Rows.of(gated));
        Tensor output = outProjection.forward(gated, execution);
        List.of(all, map, activated, gated).forEach(execution.memory()::release);
        mixed.release(execution);
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        outputShape(input.shape());
        Execution execution = training.execution();
        Tensor all = inProjection.forward(input, execution);
        Tensor map = toConvolve(all, execution);
        Pass activated = front.pass(map, training);
        Mixed mixed = mix(all, activated.output(), execution);
        Pass normalised = norm.pass(mixed.y, training);
        Tensor gated = execution.borrow(mixed.y.shape());
        Pointwise.multiply(execution, Rows.of(normalised.output()), z(all), Rows.of(gated));
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
                Tensor allGradient = execution.borrow(all.shape());
                Pointwise.multiply(execution, Rows.of(gradient), Rows.of(normalised.output()), z(allGradient));
                Pointwise.multiply(execution, Rows.of(gradient), z(all), Rows.of(gradient));
                Tensor yGradient = normalised.backward(gradient, into);
                Tensor activatedGradient = execution.borrow(map.shape());
                mixGradients(
                        execution, activated.output(), mixed, yGradient, activatedGradient, steps(allGradient), into);
                Tensor mapGradient = activated.backward(activatedGradient, into);
                Pointwise.copy(execution, Rows.of(mapGradient), convolved(allGradient));
                Tensor inputGradient = execution.borrow(input.shape());
                inProjection.backward(execution, Rows.of(input), Rows.of(allGradient), Rows.of(inputGradient), into);
                mixed.release(execution);
                List.of(
                                all,
                                map,
                                activated.output(),
                                normalised.output(),
                                gated,
                                gradient,
                                allGradient,
                                yGradient,
                                activatedGradient,
                                mapGradient)
                        .forEach(execution.memory()::release);
                return inputGradient;
            }
        };
    }

    /** Back through the state space, D and Δ: the gradients of what the convolution gave, and of dt. */
    private void mixGradients(
            Execution execution,
            Tensor activated,
            Mixed mixed,
            Tensor yGradient,
            Tensor activatedGradient,
            Rows stepGradients,
            Gradients into) {
        HeadMaps maps = new HeadMaps(execution, heads, width);
        HeadMaps shared = new HeadMaps(execution, heads, states);
        StateSpace.Gradients gradients = space(yGradient.shape())
                .backward(execution, inputs(activated, mixed.weighted, mixed.rated), mixed.memory, yGradient);
        StateSpace.Inputs targets = inputs(activatedGradient, mixed.weighted, mixed.rated);
        Rows both = Rows.of(gradients.shared());
        shared.sum(both.channels(0, heads * states), targets.c());
        shared.sum(both.channels(heads * states, heads * states), targets.b());

        maps.scale(Rows.of(gradients.x()), Rows.of(ordered() ? mixed.delta : mixed.rated), x(activatedGradient));
        maps.addScaled(Rows.of(yGradient), skip.value().toArray(), x(activatedGradient));
        Tensor dots = execution.borrow(mixed.delta.shape());
        maps.dots(Rows.of(yGradient), x(activated), Rows.of(dots));
        addTo(into.of(skip), columnSums(execution, Rows.of(dots)));
        maps.dots(Rows.of(gradients.x()), x(activated), Rows.of(dots));
        stepGradients(execution, mixed, dots, ordered() ? gradients.logDecays() : dots, stepGradients, into);
        execution.memory().release(dots);
        gradients.release(execution);
    }

    /**
     * Back through Δ, which is a weight of x or its factor, and part of a decay.
     *
     * @param weightGradient of the weights of x
     * @param ratedGradient of aΔ or −aΔ, in which A_log is
     */
    private void stepGradients(
            Execution execution,
            Mixed mixed,
            Tensor weightGradient,
            Tensor ratedGradient,
            Rows stepGradients,
            Gradients into) {
        Tensor gradient = execution.borrow(mixed.delta.shape());
        Pointwise.multiply(execution, Rows.of(ratedGradient), Rows.of(mixed.rated), Rows.of(gradient));
        addTo(into.of(rates), columnSums(execution, Rows.of(gradient)));
        new HeadMaps(execution, heads, 1).scale(Rows.of(ratedGradient), rates(), Rows.of(gradient));
        if (ordered()) {
            Pointwise.add(execution, Rows.of(weightGradient), Rows.of(gradient));
        }
        Pointwise.softplusGradient(execution, Rows.of(mixed.delta), Rows.of(gradient), stepGradients);
        execution.memory().release(gradient);
        addTo(into.of(stepBias), columnSums(execution, stepGradients));
    }

    private double[] columnSums(Execution execution, Rows rows) {
        return new HeadMaps(execution, heads, 1).columnSums(rows);
    }

    private static void addTo(Tensor gradient, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            gradient.data().put(i, (float) (gradient.get(i) + sums[i]));
        }
    }

    @Override
    public String toString() {
        return "NonCausalSsd(" + channels + ", " + heads + "×" + width + ", " + states + " states, " + order.variant()
                + ")";
    }
}
