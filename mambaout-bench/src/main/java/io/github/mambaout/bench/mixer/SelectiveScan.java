package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.MatrixProducts;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Gradients;
import io.github.mambaout.layer.Initializer;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Linear;
import io.github.mambaout.layer.Packed;
import io.github.mambaout.layer.Parameter;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Training;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.List;

/**
 * A selective state space model (S6; Mamba, arXiv 2312.00752, section 3) along each sequence of a batch. With
 * {@code (dt, B, C) = x_proj(u)}, {@code Δ = softplus(dt_proj(dt))} and {@code A = −exp(A_log)}:
 * {@code h_t = exp(Δ_t A) h_{t−1} + Δ_t B_t u_t}, {@code y_t = ⟨C_t, h_t⟩ + D u_t}. Output t depends on inputs 0 to t alone.
 *
 * <p>Input {@code [N, ..., d]}, output the same; what lies between the first and the last dimension is the sequence, a map row
 * by row. Parameters, named as in Mamba: {@code A_log [d, states]}, {@code ln(1 … states)} in each row; {@code D [d]}, ones;
 * {@code x_proj.weight [rank + 2·states, d]}, truncated normal 0.02; {@code dt_proj.weight [d, rank]}, uniform in ±rank^−½;
 * {@code dt_proj.bias [d]}, such that Δ begins log-uniform in [0.001, 0.1] where dt is 0. Weight decay spares A_log, D and
 * dt_proj.bias.
 */
public final class SelectiveScan implements Layer {
    /** Multiply-adds of a scan for each step, channel and state, as the literature counts them. */
    private static final int MULTIPLY_ADDS = 9;

    private static final double LEAST_STEP = 1e-3;
    private static final double LARGEST_STEP = 1e-1;

    private final int channels;
    private final int states;
    private final int rank;
    private final Parameter decay;
    private final Parameter skip;
    private final Linear inputProjection;
    private final Linear stepProjection;
    private final Parameters parameters;
    private final Packed<Recurrence.Constants> constants;

    /**
     * @param channels d, at least 1; the rank of Δ is ⌈d / 16⌉
     * @param states states of a channel, at least 1; 16 in Mamba
     */
    public SelectiveScan(int channels, int states) {
        this(channels, states, (channels + 15) / 16);
    }

    /**
     * @param channels d, at least 1
     * @param states states of a channel, at least 1
     * @param rank rank of Δ, at least 1
     */
    public SelectiveScan(int channels, int states, int rank) {
        if (channels < 1 || states < 1 || rank < 1) {
            throw new IllegalArgumentException(
                    "A selective scan needs at least 1 channel, state and rank, but was given " + channels + ", "
                            + states + " and " + rank);
        }
        this.channels = channels;
        this.states = states;
        this.rank = rank;
        decay = new Parameter(
                "A_log", Shape.of(channels, states), (random, index) -> (float) Math.log(1 + index % states), false);
        skip = new Parameter("D", Shape.of(channels), Initializer.ONES, false);
        inputProjection = Linear.withoutBias(channels, rank + 2 * states);
        stepProjection =
                new Linear(rank, channels, Initializer.uniform(1 / Math.sqrt(rank)), SelectiveScan.firstSteps());
        parameters = Parameters.builder()
                .add("A_log", decay)
                .add("D", skip)
                .add("x_proj", inputProjection)
                .add("dt_proj", stepProjection)
                .build();
        constants = new Packed<>(kernels -> Recurrence.Constants.of(kernels, a(), skip.value()), decay, skip);
    }

    /** The bias whose softplus is log-uniform in the range of Mamba's first steps. */
    private static Initializer firstSteps() {
        double span = Math.log(LARGEST_STEP / LEAST_STEP);
        return (random, index) -> {
            double step = LEAST_STEP * Math.exp(span * random.uniform(index));
            return (float) (step + Math.log(-Math.expm1(-step)));
        };
    }

    private Tensor a() {
        float[] values = decay.value().toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) -Math.exp(values[i]);
        }
        return Tensor.of(decay.shape(), values);
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
        return List.of(new Part("x_proj", inputProjection), new Part("dt_proj", stepProjection));
    }

    /** {@inheritDoc} The scan itself counts as {@code 9 · steps · channels · states}, as in Mamba's literature. */
    @Override
    public long multiplyAdds(Shape input) {
        long rows = outputShape(input).rows();
        return rows * channels * (rank + 2L * states)
                + rows * rank * channels
                + MULTIPLY_ADDS * rows * channels * states;
    }

    private Recurrence recurrence(Shape input) {
        int sequences = input.size(0);
        return new Recurrence(sequences, sequences == 0 ? 0 : input.rows() / sequences, channels, states);
    }

    private Shape projected(Shape input) {
        return input.withChannels(rank + 2 * states);
    }

    /** What a pass computes in front of the recurrence: dt, B and C in one map, and Δ. */
    private record Projections(Tensor projected, Tensor delta) {}

    private Projections project(Tensor u, Execution execution) {
        Tensor projected = execution.borrow(projected(u.shape()));
        Tensor delta = execution.borrow(u.shape());
        inputProjection.forward(execution.compute(), Rows.of(u), Rows.of(projected), MatrixProducts.Epilogue.NONE);
        stepProjection.forward(
                execution.compute(),
                Rows.of(projected).channels(0, rank),
                Rows.of(delta),
                (first, rows, tile, stride, scratch) -> execution.kernels().softplus(rows * stride, tile, 0, tile, 0));
        return new Projections(projected, delta);
    }

    private Recurrence.Inputs inputs(Tensor u, Projections projections) {
        Rows projected = Rows.of(projections.projected);
        return new Recurrence.Inputs(
                Rows.of(u),
                Rows.of(projections.delta),
                projected.channels(rank, states),
                projected.channels(rank + states, states));
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        outputShape(input.shape());
        Recurrence recurrence = recurrence(input.shape());
        Projections projections = project(input, execution);
        Tensor before = execution.borrow(recurrence.statesShape(execution.kernels()));
        Tensor output = execution.borrow(input.shape());
        recurrence.forward(
                execution, inputs(input, projections), constants.get(execution.kernels()), Rows.of(output), before);
        execution.memory().release(projections.projected);
        execution.memory().release(projections.delta);
        execution.memory().release(before);
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        outputShape(input.shape());
        Execution execution = training.execution();
        Recurrence recurrence = recurrence(input.shape());
        Projections projections = project(input, execution);
        Recurrence.Constants fixed = constants.get(execution.kernels());
        Tensor before = execution.borrow(recurrence.statesShape(execution.kernels()));
        Tensor output = execution.borrow(input.shape());
        recurrence.forward(execution, inputs(input, projections), fixed, Rows.of(output), before);
        return new Pass() {
            @Override
            public Tensor output() {
                return output;
            }

            @Override
            public Tensor backward(Tensor outputGradient, Gradients into) {
                Tensor inputGradient = execution.borrow(input.shape());
                Projections gradients = new Projections(
                        execution.borrow(projections.projected.shape()), execution.borrow(projections.delta.shape()));
                Recurrence.Inputs written = inputs(inputGradient, gradients);
                Tensor a = execution.borrow(decay.shape());
                recurrence.backward(
                        execution,
                        inputs(input, projections),
                        fixed,
                        before,
                        Rows.of(outputGradient),
                        written,
                        a,
                        into.of(skip));
                addDecayGradient(a, into.of(decay));
                Pointwise.softplusGradient(execution, Rows.of(projections.delta), written.delta(), written.delta());
                stepProjection.backward(
                        execution,
                        Rows.of(projections.projected).channels(0, rank),
                        written.delta(),
                        Rows.of(gradients.projected).channels(0, rank),
                        into);
                // The memory of Δ's gradient, which has been used, for the part of the gradient that comes by the
                // projection.
                inputProjection.backward(
                        execution, Rows.of(input), Rows.of(gradients.projected), Rows.of(gradients.delta), into);
                Pointwise.add(execution, Rows.of(gradients.delta), Rows.of(inputGradient));
                List.of(a, before, gradients.delta, gradients.projected, projections.delta, projections.projected)
                        .forEach(execution.memory()::release);
                return inputGradient;
            }
        };
    }

    /** {@code dA_log = dA · A}. */
    private void addDecayGradient(Tensor da, Tensor into) {
        Tensor a = a();
        for (int i = 0; i < into.shape().elements(); i++) {
            into.data().put(i, into.get(i) + da.get(i) * a.get(i));
        }
    }

    @Override
    public String toString() {
        return "SelectiveScan(" + channels + ", " + states + " states)";
    }
}
