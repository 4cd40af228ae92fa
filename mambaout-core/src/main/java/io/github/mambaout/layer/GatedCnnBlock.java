package io.github.mambaout.layer;

import io.github.mambaout.kernel.JoinedRows;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.MatrixProducts;
import io.github.mambaout.kernel.PackedMatrix;
import io.github.mambaout.kernel.PackedMemory;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.kernel.TileSource;
import io.github.mambaout.kernel.TileTarget;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
 * back. So a pass keeps its input, g, i, c and the mixer's output and no other map.
 */
public final class GatedCnnBlock implements Layer {
    private static final String DROP_PATH = "drop_path";
    private static final float[] NOTHING_DROPPED = {};

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

    /**
     * @param options what the block is made of
     * @throws IllegalArgumentException if there is no token mixer of the options' name
     */
    public GatedCnnBlock(GatedCnnOptions options) {
        this.options = options;
        norm = new LayerNorm(options.dim());
        fc1 = new Linear(options.dim(), 2 * options.hidden());
        mixer = TokenMixerFactory.named(options.tokenMixer()).create(options.convChannels(), options.kernelSize());
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

    /** @return the layer scale, or nothing where there is none */
    float[] scaleFactors() {
        return options.scaled() ? scale.gamma().value().toArray() : NOTHING_DROPPED;
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
        Hidden hidden = expand(input, execution);
        Tensor mixed = mixer.forward(hidden.toMix, execution);
        Tensor output = contract(input, gated(execution.kernels(), hidden, Rows.of(mixed)), NOTHING_DROPPED, execution);
        execution.memory().release(hidden.gateAndRest);
        execution.memory().release(hidden.toMix);
        execution.memory().release(mixed);
        return output;
    }

    @Override
    public Pass pass(Tensor input, Training training) {
        outputShape(input.shape());
        Execution execution = training.execution();
        Hidden hidden = expand(input, execution);
        Pass mixing = mixer.pass(hidden.toMix, training.at(options.mixerPart()));
        float[] factors = NOTHING_DROPPED;
        if (options.dropPath() > 0) {
            DropPath.requireBatch(this, input.shape(), training);
            factors = dropPath.factors(training.at(DROP_PATH));
        }
        TileSource gated = gated(execution.kernels(), hidden, Rows.of(mixing.output()));
        Tensor output = contract(input, gated, factors, execution);
        return new BlockPass(input, hidden, mixing, factors, execution, output);
    }

    /** What fc1 gives: g and i beside one another, and c in a map of its own, as a token mixer wants it. */
    private record Hidden(Tensor gateAndRest, Tensor toMix, int gateChannels) {
        Rows gate() {
            return Rows.of(gateAndRest).channels(0, gateChannels);
        }

        Rows rest() {
            return Rows.of(gateAndRest).channels(gateChannels, restChannels());
        }

        int restChannels() {
            return gateAndRest.shape().channels() - gateChannels;
        }

        /**
         * Reads g into one tile and concat(i, mixed) into another, both of the same row stride. Whole rows are copied out of
         * the maps at once and cut up on the heap, where short copies cost half as much.
         */
        void read(
                Rows mixed,
                int first,
                int rows,
                float[] gate,
                float[] value,
                int valueOffset,
                int stride,
                Scratch scratch,
                int slot) {
            int width = gateAndRest.shape().channels();
            int rest = restChannels();
            int last = mixed.channels();
            float[] both = scratch.floats(slot, rows * width);
            float[] behind = scratch.floats(slot + 1, rows * last);
            Rows.of(gateAndRest).read(first, rows, both, 0, width);
            mixed.read(first, rows, behind, 0, last);
            for (int row = 0; row < rows; row++) {
                int to = valueOffset + row * stride;
                System.arraycopy(both, row * width, gate, row * stride, gateChannels);
                System.arraycopy(both, row * width + gateChannels, value, to, rest);
                System.arraycopy(behind, row * last, value, to + rest, last);
            }
        }
    }

    private Hidden expand(Tensor input, Execution execution) {
        Shape shape = input.shape();
        Tensor toMix = execution.borrow(shape.withChannels(options.convChannels()));
        int others = 2 * options.hidden() - options.convChannels();
        Tensor gateAndRest = execution.borrow(shape.withChannels(others));
        TileTarget target = (first, rows, tile, offset, stride) -> {
            Rows.of(gateAndRest).write(first, rows, tile, offset, stride);
            Rows.of(toMix).write(first, rows, tile, offset + others, stride);
        };
        fc1.forward(
                execution.compute(),
                norm.source(execution.kernels(), Rows.of(input)),
                target,
                MatrixProducts.Epilogue.NONE);
        return new Hidden(gateAndRest, toMix, options.hidden());
    }

    /** {@code act(g) · concat(i, mixed)}, computed whenever it is read. */
    private TileSource gated(Kernels kernels, Hidden hidden, Rows mixed) {
        return new TileSource() {
            @Override
            public int count() {
                return mixed.count();
            }

            @Override
            public int channels() {
                return options.hidden();
            }

            @Override
            public void read(int first, int rows, float[] tile, int tileOffset, int tileStride, Scratch scratch) {
                float[] gate = scratch.floats(FREE_SLOT, rows * tileStride);
                hidden.read(mixed, first, rows, gate, tile, tileOffset, tileStride, scratch, FREE_SLOT + 1);
                kernels.gate(options.activation(), rows * tileStride, gate, 0, tile, tileOffset, tile, tileOffset);
            }
        };
    }

    private Tensor contract(Tensor input, TileSource gated, float[] factors, Execution execution) {
        Tensor output = execution.borrow(input.shape());
        Kernels kernels = execution.kernels();
        Rows x = Rows.of(input);
        int pixels = x.count() / Math.max(1, input.shape().size(0));
        MatrixProducts.Epilogue sum = (first, rows, tile, stride, scratch) -> {
            float[] total = scratch.floats(4, rows * stride);
            x.read(first, rows, total, 0, stride);
            if (options.scaled()) {
                for (int row = 0; row < rows; row++) {
                    kernels.multiply(stride, tile, row * stride, scale.factors(kernels), 0, tile, row * stride);
                }
            }
            for (int row = 0; row < rows; ) {
                int sample = (first + row) / pixels;
                int end = Math.min(rows, (sample + 1) * pixels - first);
                float factor = factors.length == 0 ? 1 : factors[sample];
                if (factor != 0) {
                    kernels.addScaled((end - row) * stride, factor, tile, row * stride, total, row * stride);
                }
                row = end;
            }
            System.arraycopy(total, 0, tile, 0, rows * stride);
        };
        fc2.forward(execution.compute(), gated, TileTarget.of(Rows.of(output)), sum);
        return output;
    }

    /** One pass; the gradients of g and i take the places of g and i on the way back. */
    private final class BlockPass implements Pass {
        private final Tensor input;
        private final Hidden hidden;
        private final Pass mixing;
        private final float[] factors;
        private final Execution execution;
        private final Kernels kernels;
        private final Tensor output;

        BlockPass(Tensor input, Hidden hidden, Pass mixing, float[] factors, Execution execution, Tensor output) {
            this.input = input;
            this.hidden = hidden;
            this.mixing = mixing;
            this.factors = factors;
            this.execution = execution;
            this.kernels = execution.kernels();
            this.output = output;
        }

        @Override
        public Tensor output() {
            return output;
        }

        @Override
        public Tensor backward(Tensor outputGradient, Gradients into) {
            Tensor branchGradient = outputGradient;
            if (factors.length > 0) {
                branchGradient = execution.borrow(outputGradient.shape());
                DropPath.scale(execution, outputGradient, branchGradient, factors);
            }
            Tensor mixedGradient = execution.borrow(mixing.output().shape());
            TileSource gated = new GateGradient(Rows.of(branchGradient), mixedGradient);
            if (MatrixProducts.readsRowsOnce(kernels, gated.count(), options.dim(), options.hidden())) {
                addWeightGradient(Rows.of(branchGradient), gated, into);
            } else {
                Tensor map = stored(gated);
                addWeightGradient(Rows.of(branchGradient), TileSource.of(Rows.of(map)), into);
                execution.memory().release(map);
            }
            if (branchGradient != outputGradient) {
                execution.memory().release(branchGradient);
            }
            Tensor toMixGradient = mixing.backward(mixedGradient, into);
            execution.memory().release(mixing.output());
            execution.memory().release(hidden.toMix);
            Tensor inputGradient = contractGradient(Rows.of(toMixGradient), Rows.of(outputGradient), into);
            execution.memory().release(mixedGradient);
            execution.memory().release(toMixGradient);
            execution.memory().release(hidden.gateAndRest);
            return inputGradient;
        }

        private void addWeightGradient(Rows branchGradient, TileSource gated, Gradients into) {
            if (options.scaled()) {
                addScaledGradients(branchGradient, gated, into);
            } else {
                fc2.weightGradient(execution, JoinedRows.of(branchGradient), gated, into);
            }
        }

        /**
         * The gradients of fc2 and of the layer scale behind it. With G and h the gradients that fc2's weight and bias would
         * have without the scale, {@code dW = gamma·G}, {@code db = gamma·h} and
         * {@code dgamma[n] = Σ_k W[n][k]·G[n][k] + b[n]·h[n]}; so fc2's output is not needed again.
         */
        private void addScaledGradients(Rows branchGradient, TileSource gated, Gradients into) {
            int dim = options.dim();
            int width = options.hidden();
            Tensor weightSums = execution.borrow(Shape.of(dim, width));
            Tensor biasSums = execution.borrow(Shape.of(dim));
            execution.workers().run(dim, (n, scratch) -> {
                weightSums.data().put(n * width, new float[width]);
                biasSums.data().put(n, 0);
            });
            MatrixProducts.weightGradient(
                    execution.compute(),
                    execution.memory(),
                    JoinedRows.of(branchGradient),
                    gated,
                    weightSums,
                    biasSums);
            Tensor weight = fc2.weight().value();
            Tensor weightGradient = into.of(fc2.weight());
            Tensor bias = fc2.bias().value();
            Tensor biasGradient = into.of(fc2.bias());
            Tensor factor = scale.gamma().value();
            Tensor factorGradient = into.of(scale.gamma());
            execution.workers().run(dim, (n, scratch) -> {
                float gamma = factor.get(n);
                double sum = (double) bias.get(n) * biasSums.get(n);
                for (int k = n * width; k < (n + 1) * width; k++) {
                    float unscaled = weightSums.get(k);
                    sum += (double) weight.get(k) * unscaled;
                    weightGradient.data().put(k, weightGradient.get(k) + gamma * unscaled);
                }
                biasGradient.data().put(n, biasGradient.get(n) + gamma * biasSums.get(n));
                factorGradient.data().put(n, factorGradient.get(n) + (float) sum);
            });
            execution.memory().release(weightSums);
            execution.memory().release(biasSums);
        }

        /**
         * Rows computed once, for who reads them more often.
         *
         * @return a map of them
         */
        private Tensor stored(TileSource source) {
            Tensor map = execution.borrow(input.shape().withChannels(source.channels()));
            Rows target = Rows.of(map);
            int stride = kernels.padded(source.channels());
            int count = source.count();
            int chunk = MatrixProducts.rowsOfTask(fc2.backwardWeights(kernels), count);
            execution.workers().run((count + chunk - 1) / chunk, (task, scratch) -> {
                int first = task * chunk;
                int rows = Math.min(chunk, count - first);
                float[] tile = scratch.floats(0, rows * stride);
                source.read(first, rows, tile, 0, stride, scratch);
                target.write(first, rows, tile, 0, stride);
            });
            return map;
        }

        /**
         * Back through layer scale, fc2 and the gate. Who reads rows of what the gate gave, which the gradient of fc2's weights
         * needs, has the gradients of the same rows computed: dg and di, written over g and i, and d(mixed). For g and i are needed for
         * both. So each row may be read but once.
         */
        private final class GateGradient implements TileSource {
            private final TileSource upstream;
            private final Rows mixed;
            private final Rows mixedGradient;
            private final PackedMatrix weights = fc2.backwardWeights(kernels);

            GateGradient(Rows branchGradient, Tensor mixedGradient) {
                upstream = options.scaled() ? scale.source(kernels, branchGradient) : TileSource.of(branchGradient);
                mixed = Rows.of(mixing.output());
                this.mixedGradient = Rows.of(mixedGradient);
            }

            @Override
            public int count() {
                return upstream.count();
            }

            @Override
            public int channels() {
                return options.hidden();
            }

            @Override
            public void read(int first, int rows, float[] tile, int tileOffset, int tileStride, Scratch scratch) {
                int stride = kernels.padded(options.dim());
                float[] dy = scratch.floats(FREE_SLOT, rows * stride);
                float[] gradient = scratch.floats(FREE_SLOT + 1, rows * tileStride);
                float[] gate = scratch.floats(FREE_SLOT + 2, rows * tileStride);
                float[] value = scratch.floats(FREE_SLOT + 3, rows * tileStride);
                upstream.read(first, rows, dy, 0, stride, scratch);
                Arrays.fill(gradient, 0, rows * tileStride, 0);
                weights.multiplyAdd(kernels, rows, dy, 0, stride, gradient, 0, tileStride);
                hidden.read(mixed, first, rows, gate, value, 0, tileStride, scratch, FREE_SLOT + 4);
                kernels.gateAndGradient(
                        options.activation(),
                        rows * tileStride,
                        gate,
                        0,
                        value,
                        0,
                        gradient,
                        0,
                        tile,
                        tileOffset,
                        gate,
                        0,
                        gradient,
                        0);
                hidden.gate().write(first, rows, gate, 0, tileStride);
                hidden.rest().write(first, rows, gradient, 0, tileStride);
                mixedGradient.write(first, rows, gradient, hidden.restChannels(), tileStride);
            }
        }

        /** Back through fc1 and the norm, and the sum with the input. */
        private Tensor contractGradient(Rows toMixGradient, Rows outputGradient, Gradients into) {
            Rows x = Rows.of(input);
            JoinedRows hiddenGradient = JoinedRows.of(Rows.of(hidden.gateAndRest), toMixGradient);
            int chunk = fc1.rowsOfGradientTile(kernels, x.count());
            PartialSums sums = new PartialSums(execution, (x.count() + chunk - 1) / chunk, norm.sums(kernels));
            MatrixProducts.Epilogue normGradient = (first, rows, tile, stride, scratch) -> {
                norm.gradient(kernels, x, first / chunk, first, rows, tile, stride, sums, scratch, 4);
                float[] upstream = scratch.floats(8, rows * stride);
                outputGradient.read(first, rows, upstream, 0, stride);
                kernels.addScaled(rows * stride, 1, upstream, 0, tile, 0);
            };
            Tensor inputGradient = execution.borrow(input.shape());
            fc1.gradients(
                    execution,
                    hiddenGradient,
                    norm.source(kernels, x),
                    TileTarget.of(Rows.of(inputGradient)),
                    normGradient,
                    into);
            norm.addGradients(kernels, sums, into);
            return inputGradient;
        }
    }

    @Override
    public String toString() {
        return "GatedCnnBlock(" + options.dim() + ", hidden " + options.hidden() + ", " + options.tokenMixer() + ")";
    }
}
