package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.PackedMemory;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Gated CNN block of MambaOut (section 4 of the paper; timm's {@code GatedConvBlock}):
 * {@code y = x + dropPath(ls(fc2(act(g) · concat(i, mixer(c)))))}, where {@code fc1(norm(x))} is cut, in this order, into the
 * gate g [hidden], the part i [hidden − convChannels] and the part c [convChannels] that the token mixer sees.
 *
 * <p>Input and output {@code [N, H, W, dim]}. Parts: {@code norm}, {@code fc1}, {@code conv} (another token mixer than the
 * convolution is called {@code mixer}), {@code fc2}, and where the options ask for them {@code ls} and {@code drop_path}.
 *
 * <p>The same as {@link #composed} of the same options, whose layers it joins. Prediction is planned once for each input shape and
 * keeps no map of the hidden width. In training, norm, gate, layer scale, drop path and sum are
 * computed on the tiles of the two linear maps while these are in cache, and the norm and the gate once more on the way
 * back. So a pass keeps its input, g, concat(i, mixer(c)) and c, and no other map.
 */
public final class GatedCnnBlock implements Layer {
    private static final String DROP_PATH = "drop_path";
    private static final float[] NO_FACTORS = {};

    private final GatedCnnOptions options;
    private final LayerNorm norm;
    private final Linear fc1;
    private final Layer mixer;
    private final Linear fc2;
    private final LayerScale scale;
    private final DropPath dropPath;
    private final List<Part> parts;
    private final Parameters parameters;
    private final Packed<PlanPool<FusedBlockPlan>> plans;
    private final GatedCnnWeights weights;

    /**
     * @param options what the block is made of
     * @throws IllegalArgumentException if there is no token mixer of the options' name
     */
    public GatedCnnBlock(GatedCnnOptions options) {
        this(options, TokenMixerFactory.named(options.tokenMixer()));
    }

    /** The block with a mixer that has been looked up: a network does so once for all of its blocks. */
    GatedCnnBlock(GatedCnnOptions options, TokenMixerFactory mixers) {
        this.options = options;
        norm = new LayerNorm(options.dim());
        fc1 = new Linear(options.dim(), 2 * options.hidden());
        mixer = mixers.create(options.convChannels(), options.kernelSize());
        fc2 = new Linear(options.hidden(), options.dim());
        scale = new LayerScale(options.dim(), options.layerScale());
        dropPath = new DropPath(options.dropPath());
        List<Part> made = new ArrayList<>(List.of(
                new Part("norm", norm),
                new Part("fc1", fc1),
                new Part(options.mixerPart(), mixer),
                new Part("fc2", fc2)));
        if (options.scaled()) {
            made.add(new Part("ls", scale));
        }
        if (options.dropPath() > 0) {
            made.add(new Part(DROP_PATH, dropPath));
        }
        parts = List.copyOf(made);
        Parameters.Builder builder = Parameters.builder();
        parts.forEach(part -> builder.add(part.name(), part.layer()));
        parameters = builder.build();
        weights = new GatedCnnWeights(options, fc1, fc2);
        plans = new Packed<>(this::plans, parameters.byName().values().toArray(Parameter[]::new));
    }

    private PlanPool<FusedBlockPlan> plans(Kernels kernels) {
        FusedBlock packed = new FusedBlock(kernels, new PackedMemory(), this);
        return new PlanPool<>((shape, threads) -> new FusedBlockPlan(kernels, packed, shape, threads));
    }

    /**
     * The block in its plain form, layer after layer; to read, to change and to check the joined one against.
     *
     * @param options what the block is made of
     * @return a layer with the same parameters, names and results
     */
    public static Layer composed(GatedCnnOptions options) {
        Layer mixer =
                TokenMixerFactory.named(options.tokenMixer()).create(options.convChannels(), options.kernelSize());
        Sequential.Builder branch = Sequential.builder()
                .add("norm", new LayerNorm(options.dim()))
                .add("fc1", new Linear(options.dim(), 2 * options.hidden()))
                .add(options.mixerPart(), new OnLastChannels(options.convChannels(), mixer))
                .add("gate", new Gate(options.activation()))
                .add("fc2", new Linear(options.hidden(), options.dim()));
        if (options.scaled()) {
            branch.add("ls", new LayerScale(options.dim(), options.layerScale()));
        }
        if (options.dropPath() > 0) {
            branch.add(DROP_PATH, new DropPath(options.dropPath()));
        }
        return new Residual(branch.build());
    }

    /** @return what the block is made of */
    public GatedCnnOptions options() {
        return options;
    }

    LayerNorm norm() {
        return norm;
    }

    Linear fc1() {
        return fc1;
    }

    Linear fc2() {
        return fc2;
    }

    Layer mixer() {
        return mixer;
    }

    LayerScale scale() {
        return scale;
    }

    /** @return the linear maps as training takes them */
    GatedCnnWeights weights() {
        return weights;
    }

    /** @return the layer scale, or nothing where there is none */
    float[] scaleFactors() {
        return options.scaled() ? scale.gamma().value().toArray() : NO_FACTORS;
    }

    boolean mixesByConvolution() {
        return mixer instanceof DepthwiseConv2d;
    }

    /** @return the token mixer where it is the depthwise convolution */
    DepthwiseConv2d convolution() {
        return (DepthwiseConv2d) mixer;
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() < 2 || input.channels() != options.dim()) {
            throw new ShapeMismatchException(toString(), "[N, H, W, " + options.dim() + "]", input);
        }
        Shape part = input.withChannels(options.convChannels());
        Shape mixed = mixer.outputShape(part);
        if (!mixed.equals(part)) {
            throw new ShapeMismatchException("The place of the output of the token mixer " + mixer, part, mixed);
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
        return fc1.multiplyAdds(input)
                + mixer.multiplyAdds(input.withChannels(options.convChannels()))
                + fc2.multiplyAdds(input.withChannels(options.hidden()));
    }

    @Override
    public Tensor forward(Tensor input, Execution execution) {
        outputShape(input.shape());
        if (mixesByConvolution()) {
            Tensor output = execution.borrow(input.shape());
            plans.get(execution.kernels())
                    .eachPart(
                            input,
                            execution.workers(),
                            (plan, first) -> plan.run(input, first, execution.workers(), output));
            return output;
        }
        GatedCnnTraining pass =
                new GatedCnnTraining(this, input, Optional.empty(), GatedCnnTraining.NOTHING_DROPPED, execution);
        pass.release();
        return pass.output();
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        outputShape(input.shape());
        float[] factors = GatedCnnTraining.NOTHING_DROPPED;
        if (options.dropPath() > 0) {
            DropPath.requireBatch(this, input.shape(), training);
            factors = dropPath.factors(training.at(DROP_PATH));
        }
        return new GatedCnnTraining(this, input, Optional.of(training), factors, training.execution());
    }

    @Override
    public String toString() {
        return "GatedCnnBlock(" + options.dim() + ", hidden " + options.hidden() + ", " + options.tokenMixer() + ")";
    }
}
