package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Activation;
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
import java.util.ArrayList;
import java.util.List;

/**
 * The block of Mamba (arXiv 2312.00752, figure 3) without norm and residual: {@code (x, z) = in_proj(input)},
 * {@code out_proj(S6(SiLU(conv1d(x))) · SiLU(z))}. {@link #ofBothDirections} is that of Vision Mamba (arXiv 2401.09417): the mean of
 * such a scan and of one from the end of the sequence to its beginning, each with a convolution and parameters of its own, both gated
 * by the same z.
 *
 * <p>Input {@code [N, ..., d]}, output the same; a map is a sequence row by row. Parameters, named as in Mamba: those of
 * {@link SelectiveScan} for {@code expand · d} channels, {@code conv1d} of {@link CausalConv1d}, {@code in_proj} and
 * {@code out_proj} of {@link Linear}; those of a second direction under {@code backward}.
 */
public final class MambaMixer implements Layer {
    private static final int STATES = 16;
    private static final int EXPAND = 2;
    private static final int KERNEL_SIZE = 4;

    private final int channels;
    private final int inner;
    private final Linear inProjection;
    private final List<Direction> directions;
    private final Linear outProjection;
    private final List<Part> parts;
    private final Parameters parameters;

    /** One way along the sequence; the first one's parts lie among the mixer's, another one's under its name. */
    private record Direction(String name, CausalConv1d convolution, SelectiveScan scan) {
        String prefix() {
            return name.isEmpty() ? "" : name + ".";
        }

        Part convolutionPart() {
            return new Part(prefix() + "conv1d", convolution);
        }

        Part scanPart() {
            return new Part(prefix() + "scan", scan);
        }
    }

    /**
     * Mamba's usual sizes: 16 states, twice the channels inside, a convolution over 4 steps, rank ⌈d / 16⌉.
     *
     * @param channels d, at least 1
     */
    public MambaMixer(int channels) {
        this(channels, STATES, EXPAND, KERNEL_SIZE, SelectiveScan.usualRank(channels));
    }

    /**
     * @param channels d, at least 1
     * @param states states of a channel
     * @param expand channels inside, as a multiple of d
     * @param kernelSize steps that the convolution sees
     * @param rank rank of Δ
     */
    public MambaMixer(int channels, int states, int expand, int kernelSize, int rank) {
        this(
                channels,
                Math.multiplyExact(expand, channels),
                new Linear(channels, 2 * expand * channels),
                List.of(forward(expand * channels, states, kernelSize, rank)),
                new Linear(expand * channels, channels));
    }

    private MambaMixer(int channels, int inner, Linear inProjection, List<Direction> directions, Linear outProjection) {
        this.channels = channels;
        this.inner = inner;
        this.inProjection = inProjection;
        this.directions = directions;
        this.outProjection = outProjection;
        List<Part> made = new ArrayList<>(List.of(new Part("in_proj", inProjection)));
        Parameters.Builder builder = Parameters.builder();
        for (Direction direction : directions) {
            made.add(direction.convolutionPart());
            made.add(direction.scanPart());
            builder.add(direction.name, direction.scan);
            builder.add(direction.prefix() + "conv1d", direction.convolution);
        }
        made.add(new Part("out_proj", outProjection));
        parts = List.copyOf(made);
        parameters = builder.add("in_proj", inProjection)
                .add("out_proj", outProjection)
                .build();
    }

    /**
     * The mixer of Vision Mamba, with Mamba's usual sizes and without biases of the outer maps. Its published code initialises the
     * Δ of the forward direction alone as Mamba does, and zeroes the bias of the other one; here both directions begin as in
     * Mamba.
     *
     * @param channels d, at least 1
     * @return scans in both directions
     */
    public static MambaMixer ofBothDirections(int channels) {
        return ofBothDirections(channels, STATES, EXPAND, KERNEL_SIZE, SelectiveScan.usualRank(channels));
    }

    /**
     * @param channels d, at least 1
     * @param states states of a channel
     * @param expand channels inside, as a multiple of d
     * @param kernelSize steps that the convolutions see
     * @param rank rank of Δ
     * @return scans in both directions
     */
    public static MambaMixer ofBothDirections(int channels, int states, int expand, int kernelSize, int rank) {
        int inner = Math.multiplyExact(expand, channels);
        Direction backward = new Direction(
                "backward",
                CausalConv1d.backwards(inner, kernelSize),
                SelectiveScan.each(inner, states, rank, List.of(new ScanOrder.Rows().reversed())));
        return new MambaMixer(
                channels,
                inner,
                Linear.withoutBias(channels, 2 * inner),
                List.of(forward(inner, states, kernelSize, rank), backward),
                Linear.withoutBias(inner, channels));
    }

    private static Direction forward(int inner, int states, int kernelSize, int rank) {
        return new Direction("", new CausalConv1d(inner, kernelSize), new SelectiveScan(inner, states, rank));
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

    @Override
    public long multiplyAdds(Shape input) {
        Shape inside = outputShape(input).withChannels(inner);
        long sum = inProjection.multiplyAdds(input) + outProjection.multiplyAdds(inside);
        for (Direction direction : directions) {
            sum += direction.convolution.multiplyAdds(inside) + direction.scan.multiplyAdds(inside);
        }
        return sum;
    }

    private Rows x(Tensor both) {
        return Rows.of(both).channels(0, inner);
    }

    private Rows z(Tensor both) {
        return Rows.of(both).channels(inner, inner);
    }

    /** @return x and z in one map */
    private Tensor expand(Tensor input, Execution execution) {
        outputShape(input.shape());
        return inProjection.forward(input, execution);
    }

    private Tensor convolve(Direction direction, Shape input, Tensor both, Execution execution) {
        Tensor convolved = execution.borrow(input.withChannels(inner));
        direction.convolution.forward(execution, input.size(0), x(both), Rows.of(convolved));
        return convolved;
    }

    /** The sum of the directions becomes their mean. */
    private void average(Tensor sum, Execution execution) {
        if (directions.size() > 1) {
            Pointwise.halve(execution, Rows.of(sum));
        }
    }

    private Tensor contract(Tensor both, Tensor mean, Tensor gated, Execution execution) {
        Pointwise.gate(execution, Activation.SILU, z(both), Rows.of(mean), Rows.of(gated));
        return outProjection.forward(gated, execution);
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        Tensor both = expand(input, execution);
        List<Tensor> scanned = new ArrayList<>();
        for (Direction direction : directions) {
            Tensor convolved = convolve(direction, input.shape(), both, execution);
            Pointwise.activate(execution, Activation.SILU, Rows.of(convolved), Rows.of(convolved));
            scanned.add(direction.scan.forward(convolved, execution));
            execution.memory().release(convolved);
        }
        Tensor mean = scanned.get(0);
        for (Tensor other : scanned.subList(1, scanned.size())) {
            Pointwise.add(execution, Rows.of(other), Rows.of(mean));
        }
        average(mean, execution);
        Tensor output = contract(both, mean, mean, execution);
        execution.memory().release(both);
        scanned.forEach(execution.memory()::release);
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        return new MixerPass(input, training);
    }

    /** What a direction keeps: x after the convolution and after SiLU, and the scan. */
    private record Walked(Direction direction, Tensor convolved, Tensor activated, Pass scan) {}

    private final class MixerPass implements Pass {
        private final Tensor input;
        private final Execution execution;
        private final Tensor both;
        private final List<Walked> walked = new ArrayList<>();
        private final Tensor mean;
        private final Tensor gated;
        private final Tensor output;

        MixerPass(Tensor input, Training training) {
            this.input = input;
            execution = training.execution();
            both = expand(input, execution);
            Shape inside = input.shape().withChannels(inner);
            for (Direction direction : directions) {
                Tensor convolved = convolve(direction, input.shape(), both, execution);
                Tensor activated = execution.borrow(inside);
                Pointwise.activate(execution, Activation.SILU, Rows.of(convolved), Rows.of(activated));
                Pass scan = direction.scan.pass(activated, training.at(direction.prefix() + "scan"));
                walked.add(new Walked(direction, convolved, activated, scan));
            }
            mean = walked.get(0).scan.output();
            for (Walked other : walked.subList(1, walked.size())) {
                Pointwise.add(execution, Rows.of(other.scan.output()), Rows.of(mean));
                execution.memory().release(other.scan.output());
            }
            average(mean, execution);
            gated = execution.borrow(inside);
            output = contract(both, mean, gated, execution);
        }

        @Override
        public Tensor output() {
            return output;
        }

        @Override
        public Tensor backward(Tensor outputGradient, Gradients into) {
            Tensor gatedGradient = execution.borrow(gated.shape());
            outProjection.backward(execution, Rows.of(gated), Rows.of(outputGradient), Rows.of(gatedGradient), into);
            execution.memory().release(gated);
            Tensor bothGradient = execution.borrow(both.shape());
            Rows scannedGradient = Rows.of(gatedGradient);
            Pointwise.gateGradient(
                    execution,
                    Activation.SILU,
                    z(both),
                    Rows.of(mean),
                    scannedGradient,
                    z(bothGradient),
                    scannedGradient);
            execution.memory().release(mean);
            average(gatedGradient, execution);
            backward(walked.get(0), gatedGradient, x(bothGradient), into);
            for (Walked other : walked.subList(1, walked.size())) {
                Tensor more = execution.borrow(gated.shape());
                backward(other, gatedGradient, Rows.of(more), into);
                Pointwise.add(execution, Rows.of(more), x(bothGradient));
                execution.memory().release(more);
            }
            Tensor inputGradient = execution.borrow(input.shape());
            inProjection.backward(execution, Rows.of(input), Rows.of(bothGradient), Rows.of(inputGradient), into);
            List.of(both, gatedGradient, bothGradient).forEach(execution.memory()::release);
            return inputGradient;
        }

        /** From the gradient of a direction's scan to that of x. */
        private void backward(Walked way, Tensor scannedGradient, Rows xGradient, Gradients into) {
            Tensor activatedGradient = way.scan.backward(scannedGradient, into);
            Rows convolvedGradient = Rows.of(activatedGradient);
            Pointwise.activateGradient(
                    execution, Activation.SILU, Rows.of(way.convolved), convolvedGradient, convolvedGradient);
            way.direction.convolution.backward(
                    execution, input.shape().size(0), x(both), convolvedGradient, xGradient, into);
            List.of(way.convolved, way.activated, activatedGradient).forEach(execution.memory()::release);
        }
    }

    @Override
    public String toString() {
        return "MambaMixer(" + channels + ", inside " + inner + (directions.size() == 1 ? ")" : ", both directions)");
    }
}
