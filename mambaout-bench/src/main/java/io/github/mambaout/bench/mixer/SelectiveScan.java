package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Kernels;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Selective state space models (S6; Mamba, arXiv 2312.00752, section 3) along each sequence of a batch, one for each order in
 * which the pixels are visited; their outputs are summed. With {@code (dt, B, C) = x_proj(u)},
 * {@code Δ = softplus(dt_proj(dt))} and {@code A = −exp(A_log)}: {@code h_t = exp(Δ_t A) h_{t−1} + Δ_t B_t u_t},
 * {@code y_t = ⟨C_t, h_t⟩ + D u_t}, where t counts the steps of the order. u, Δ, B and C all follow it.
 *
 * <p>Input {@code [N, ..., d]}, output the same. What lies between the first and the last dimension is a map: the last of its
 * dimensions is the width, the others are the height, and a plain sequence is a map of one row. Parameters, named as in Mamba:
 * {@code A_log [d, states]}, {@code ln(1 … states)} in each row; {@code D [d]}, ones; {@code x_proj.weight [rank + 2·states, d]},
 * truncated normal 0.02; {@code dt_proj.weight [d, rank]}, uniform in ±rank^−½; {@code dt_proj.bias [d]}, such that Δ begins
 * log-uniform in [0.001, 0.1] where dt is 0. Of K orders with parameters of their own, {@code A_log}, {@code D} and
 * {@code x_proj.weight} have K times as many rows, order after order, and {@code dt_proj.0} to {@code dt_proj.(K − 1)} are one
 * for each. Weight decay spares A_log, D and the biases.
 */
public final class SelectiveScan implements Layer {
    /** Multiply-adds of a scan for each step, channel and state, as the literature counts them. */
    private static final int MULTIPLY_ADDS = 9;

    private final int channels;
    private final int states;
    private final int rank;
    private final List<ScanOrder> orders;
    private final int sets;
    private final Parameter decay;
    private final Parameter skip;
    private final Linear inputProjection;
    private final List<Linear> stepProjections;
    private final List<Part> parts;
    private final Parameters parameters;
    private final Packed<Fixed> constants;
    private volatile Ways knownWays = new Ways(0, 0, List.of());

    /** The orders on the maps that came last. */
    private record Ways(int height, int width, List<Permutation> permutations) {}

    /**
     * One scan, row by row.
     *
     * @param channels d, at least 1; the rank of Δ is ⌈d / 16⌉
     * @param states states of a channel, at least 1; 16 in Mamba
     */
    public SelectiveScan(int channels, int states) {
        this(channels, states, usualRank(channels));
    }

    /**
     * One scan, row by row.
     *
     * @param channels d, at least 1
     * @param states states of a channel, at least 1
     * @param rank rank of Δ, at least 1
     */
    public SelectiveScan(int channels, int states, int rank) {
        this(channels, states, rank, ScanList.CAUSAL.orders(), 1);
    }

    private SelectiveScan(int channels, int states, int rank, List<ScanOrder> orders, int sets) {
        if (channels < 1 || states < 1 || rank < 1) {
            throw new IllegalArgumentException(
                    "A selective scan needs at least 1 channel, state and rank, but was given " + channels + ", "
                            + states + " and " + rank);
        }
        if (orders.isEmpty()) {
            throw new IllegalArgumentException("A selective scan needs at least 1 order, but was given none");
        }
        this.channels = channels;
        this.states = states;
        this.rank = rank;
        this.orders = List.copyOf(orders);
        this.sets = sets;
        decay = new Parameter(
                "A_log",
                Shape.of(sets * channels, states),
                (random, index) -> (float) Math.log(1 + index % states),
                false);
        skip = new Parameter("D", Shape.of(sets * channels), Initializer.ONES, false);
        inputProjection = Linear.withoutBias(channels, sets * setWidth());
        stepProjections = IntStream.range(0, sets)
                .mapToObj(set ->
                        new Linear(rank, channels, Initializer.uniform(1 / Math.sqrt(rank)), StepWidths.FIRST_BIAS))
                .toList();
        List<Part> made = new ArrayList<>(List.of(new Part("x_proj", inputProjection)));
        for (int set = 0; set < sets; set++) {
            made.add(new Part(sets == 1 ? "dt_proj" : "dt_proj." + set, stepProjections.get(set)));
        }
        parts = List.copyOf(made);
        Parameters.Builder builder = Parameters.builder().add("A_log", decay).add("D", skip);
        parts.forEach(part -> builder.add(part.name(), part.layer()));
        parameters = builder.build();
        constants = new Packed<>(this::fixed, decay, skip);
    }

    /**
     * Scans that have parameters of their own (VMamba).
     *
     * @param channels d, at least 1
     * @param states states of a channel, at least 1
     * @param rank rank of Δ, at least 1
     * @param orders the order of each scan, at least 1
     * @return the sum of the scans
     */
    public static SelectiveScan each(int channels, int states, int rank, List<ScanOrder> orders) {
        return new SelectiveScan(channels, states, rank, orders, orders.size());
    }

    /**
     * Scans that share their parameters, projections included (PlainMamba).
     *
     * @param channels d, at least 1
     * @param states states of a channel, at least 1
     * @param rank rank of Δ, at least 1
     * @param orders the order of each scan, at least 1
     * @return the sum of the scans
     */
    public static SelectiveScan shared(int channels, int states, int rank, List<ScanOrder> orders) {
        return new SelectiveScan(channels, states, rank, orders, 1);
    }

    /**
     * @param width channels of a block
     * @return the rank of Δ that the literature uses there, a sixteenth rounded up
     */
    static int usualRank(int width) {
        return (width + 15) / 16;
    }

    /** Channels of dt, B and C of one set of parameters. */
    private int setWidth() {
        return rank + 2 * states;
    }

    /**
     * A of all sets.
     *
     * @param a values, as in A_log
     * @param packed those of each set with its D
     */
    private record Fixed(Tensor a, List<Recurrence.Constants> packed) {}

    private Fixed fixed(Kernels kernels) {
        float[] values = new float[kernels.padded(decay.shape().elements())];
        decay.value().data().get(0, values, 0, decay.shape().elements());
        kernels.exponential(values.length, values, 0, values, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
        }
        Tensor a = Tensor.zeros(decay.shape());
        a.data().put(0, values, 0, decay.shape().elements());
        return new Fixed(
                a,
                IntStream.range(0, sets)
                        .mapToObj(set -> Recurrence.Constants.of(kernels, decaysOf(a, set), skipsOf(skip.value(), set)))
                        .toList());
    }

    private Tensor decaysOf(Tensor all, int set) {
        return all.slice(set * channels * states, Shape.of(channels, states));
    }

    private Tensor skipsOf(Tensor all, int set) {
        return all.slice(set * channels, Shape.of(channels));
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
        return parts;
    }

    /** {@inheritDoc} A scan itself counts as {@code 9 · steps · channels · states}, as in Mamba's literature. */
    @Override
    public long multiplyAdds(Shape input) {
        long rows = outputShape(input).rows();
        return sets * rows * channels * setWidth() + sets * rows * rank * channels + scanMultiplyAdds(rows);
    }

    /**
     * @param steps tokens of all sequences together
     * @return the part of {@link #multiplyAdds} that the scans alone have, the linear maps before them not: {@code 9 · steps ·
     *     channels · states} each
     */
    public long scanMultiplyAdds(long steps) {
        return orders.size() * MULTIPLY_ADDS * steps * channels * states;
    }

    private List<Recurrence> recurrences(Shape input) {
        int width = input.size(input.rank() - 2);
        int height = 1;
        for (int dimension = 1; dimension < input.rank() - 2; dimension++) {
            height *= input.size(dimension);
        }
        return ways(height, width).permutations.stream()
                .map(order -> new Recurrence(input.size(0), order, channels, states))
                .toList();
    }

    private Ways ways(int height, int width) {
        Ways ways = knownWays;
        if (ways.permutations.isEmpty() || ways.height != height || ways.width != width) {
            ways = new Ways(
                    height,
                    width,
                    orders.stream().map(order -> order.over(height, width)).toList());
            knownWays = ways;
        }
        return ways;
    }

    /** The set of parameters of an order. */
    private int setOf(int order) {
        return sets == 1 ? 0 : order;
    }

    private boolean beginsSet(int order) {
        return order == 0 || sets > 1;
    }

    private boolean endsSet(int order) {
        return order == orders.size() - 1 || sets > 1;
    }

    private void computeDelta(Tensor projected, int set, Tensor delta, Execution execution) {
        stepProjections
                .get(set)
                .forward(
                        execution.compute(),
                        stepsOf(projected, set),
                        Rows.of(delta),
                        (first, rows, tile, stride, scratch) ->
                                execution.kernels().softplus(rows * stride, tile, 0, tile, 0));
    }

    private Rows stepsOf(Tensor projected, int set) {
        return Rows.of(projected).channels(set * setWidth(), rank);
    }

    private Recurrence.Inputs inputs(Tensor u, Tensor delta, Tensor projected, int set) {
        Rows all = Rows.of(projected).channels(set * setWidth(), setWidth());
        return new Recurrence.Inputs(
                Rows.of(u), Rows.of(delta), all.channels(rank, states), all.channels(rank + states, states));
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        outputShape(input.shape());
        List<Recurrence> recurrences = recurrences(input.shape());
        Fixed fixed = constants.get(execution.kernels());
        Tensor projected = inputProjection.forward(input, execution);
        Tensor delta = execution.borrow(input.shape());
        Tensor before = execution.borrow(recurrences.get(0).statesShape(execution.kernels()));
        Tensor output = execution.borrow(input.shape());
        for (int order = 0; order < orders.size(); order++) {
            int set = setOf(order);
            if (beginsSet(order)) {
                computeDelta(projected, set, delta, execution);
            }
            recurrences
                    .get(order)
                    .forward(
                            execution,
                            inputs(input, delta, projected, set),
                            fixed.packed.get(set),
                            Rows.of(output),
                            order > 0,
                            before);
        }
        List.of(projected, delta, before).forEach(execution.memory()::release);
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        outputShape(input.shape());
        return new ScanPass(input, training.execution());
    }

    /** One pass; keeps dt, B and C, Δ of each set and the states before each piece of each scan. */
    private final class ScanPass implements Pass {
        private final Tensor input;
        private final Execution execution;
        private final List<Recurrence> recurrences;
        private final Fixed fixed;
        private final Tensor projected;
        private final List<Tensor> deltas = new ArrayList<>();
        private final List<Tensor> before = new ArrayList<>();
        private final Tensor output;

        ScanPass(Tensor input, Execution execution) {
            this.input = input;
            this.execution = execution;
            recurrences = recurrences(input.shape());
            fixed = constants.get(execution.kernels());
            projected = inputProjection.forward(input, execution);
            output = execution.borrow(input.shape());
            for (int order = 0; order < orders.size(); order++) {
                int set = setOf(order);
                if (beginsSet(order)) {
                    deltas.add(execution.borrow(input.shape()));
                    computeDelta(projected, set, deltas.get(set), execution);
                }
                Recurrence recurrence = recurrences.get(order);
                before.add(execution.borrow(recurrence.statesShape(execution.kernels())));
                recurrence.forward(
                        execution,
                        inputs(input, deltas.get(set), projected, set),
                        fixed.packed.get(set),
                        Rows.of(output),
                        order > 0,
                        before.get(order));
            }
        }

        @Override
        public Tensor output() {
            return output;
        }

        @Override
        public Tensor backward(Tensor outputGradient, Gradients into) {
            Tensor inputGradient = execution.borrow(input.shape());
            Tensor projectedGradient = execution.borrow(projected.shape());
            Tensor deltaGradient = execution.borrow(input.shape());
            Tensor a = execution.borrow(Shape.of(channels, states));
            for (int order = 0; order < orders.size(); order++) {
                int set = setOf(order);
                Recurrence.Outputs outputs = new Recurrence.Outputs(
                        inputs(inputGradient, deltaGradient, projectedGradient, set),
                        order > 0,
                        !beginsSet(order),
                        a,
                        skipsOf(into.of(skip), set));
                recurrences
                        .get(order)
                        .backward(
                                execution,
                                inputs(input, deltas.get(set), projected, set),
                                fixed.packed.get(set),
                                before.get(order),
                                Rows.of(outputGradient),
                                outputs);
                addDecayGradient(a, decaysOf(fixed.a, set), decaysOf(into.of(decay), set));
                if (endsSet(order)) {
                    Rows width = Rows.of(deltaGradient);
                    Pointwise.softplusGradient(execution, Rows.of(deltas.get(set)), width, width);
                    stepProjections
                            .get(set)
                            .backward(execution, stepsOf(projected, set), width, stepsOf(projectedGradient, set), into);
                }
            }
            // The memory of Δ's gradient, which has been used, for the part of the gradient that comes by the
            // projection.
            inputProjection.backward(
                    execution, Rows.of(input), Rows.of(projectedGradient), Rows.of(deltaGradient), into);
            Pointwise.add(execution, Rows.of(deltaGradient), Rows.of(inputGradient));
            List.of(a, deltaGradient, projectedGradient, projected).forEach(execution.memory()::release);
            deltas.forEach(execution.memory()::release);
            before.forEach(execution.memory()::release);
            return inputGradient;
        }
    }

    /** {@code dA_log = dA · A}. */
    private void addDecayGradient(Tensor da, Tensor a, Tensor into) {
        float[] gradients = da.toArray();
        float[] rates = a.toArray();
        float[] sums = into.toArray();
        for (int i = 0; i < sums.length; i++) {
            sums[i] += gradients[i] * rates[i];
        }
        into.data().put(0, sums, 0, sums.length);
    }

    @Override
    public String toString() {
        return "SelectiveScan(" + channels + ", " + states + " states, " + orders.size() + " orders, " + sets
                + (sets == 1 ? " set" : " sets") + " of parameters)";
    }
}
