package io.github.mambaout.model;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.ClassifierHead;
import io.github.mambaout.layer.Downsample;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.FusedForward;
import io.github.mambaout.layer.GatedCnnOptions;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Sequential;
import io.github.mambaout.layer.Stem;
import io.github.mambaout.layer.TokenMixerFactory;
import io.github.mambaout.layer.Training;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * MambaOut (Yu and Wang, <i>MambaOut: Do We Really Need Mamba for Vision?</i>, section 4; timm's {@code MambaOut}): a stem, stages of
 * Gated CNN blocks with downsampling between them, and a head. Parameters are named as in timm's state dict. Its twins have the blocks
 * of another {@link TokenMixerFactory}.
 *
 * <p>Input: normalised pictures {@code [N, H, W, inChans]}, each side at least 1 pixel. Output: logits {@code [N, numClasses]}, or
 * with 0 classes the head's features {@code [N, 4·dim]}; with {@link io.github.mambaout.layer.GlobalPool#NONE} these for every
 * pixel of the last map, {@code [N, h, w, …]}.
 */
public final class MambaOut implements Layer {
    private final MambaOutConfig config;
    private final Stem stem;
    private final List<Sequential> stages;
    private final ClassifierHead head;
    private final Sequential chain;
    private final Optional<FusedForward> fused;

    /** Makes the layers; their weights take no memory yet. */
    MambaOut(MambaOutConfig config) {
        this.config = config;
        stem = new Stem(config.inChans(), config.dims().get(0), config.stemMidNorm(), config.actLayer());
        int blocks = config.depths().stream().mapToInt(Integer::intValue).sum();
        List<Sequential> built = new ArrayList<>();
        TokenMixerFactory mixer = TokenMixerFactory.named(config.tokenMixer());
        int block = 0;
        for (int stage = 0; stage < config.stages(); stage++) {
            built.add(stage(config, mixer, stage, block, blocks));
            block += config.depths().get(stage);
        }
        stages = List.copyOf(built);
        head = new ClassifierHead(
                config.dims().get(config.stages() - 1),
                config.numClasses(),
                config.globalPool(),
                config.headFn() == MambaOutConfig.HeadKind.DEFAULT,
                config.dropRate());
        Sequential.Builder whole = Sequential.builder().add("stem", stem);
        for (int i = 0; i < stages.size(); i++) {
            whole.add("stages." + i, stages.get(i));
        }
        chain = whole.add("head", head).build();
        fused = FusedForward.of(stem, stages, head, chain.parameters());
    }

    private static Sequential stage(
            MambaOutConfig config, TokenMixerFactory mixer, int stage, int firstBlock, int blocks) {
        Sequential.Builder chain = Sequential.builder();
        int dim = config.dims().get(stage);
        if (stage > 0) {
            boolean normFirst = config.downsample() == MambaOutConfig.DownsampleOrder.CONV_NF;
            chain.add("downsample", new Downsample(config.dims().get(stage - 1), dim, normFirst));
        }
        for (int i = 0; i < config.depths().get(stage); i++) {
            // The rates rise linearly over all blocks, as torch.linspace(0, rate, blocks) gives them.
            double dropPath = blocks == 1 ? 0 : config.dropPathRate() * (firstBlock + i) / (blocks - 1);
            chain.add(
                    "blocks." + i,
                    mixer.block(new GatedCnnOptions(
                            dim,
                            config.hidden(stage),
                            config.convChannels(stage),
                            config.kernelSize(),
                            config.actLayer(),
                            (float) config.lsInitValue(),
                            dropPath,
                            config.tokenMixer())));
        }
        return chain.build();
    }

    /**
     * @param config what to build
     * @param seed any number; the first weights depend on it
     * @return a network with first weights as in timm: truncated normal 0.02, biases 0
     */
    public static MambaOut create(MambaOutConfig config, long seed) {
        MambaOut model = new MambaOut(config);
        model.parameters().gather();
        model.parameters().initialise(seed);
        return model;
    }

    /**
     * @param config a network
     * @return the shapes of its parameters by name, in order; found without giving them memory
     * @throws IllegalArgumentException if one of them has more values than a tensor can hold
     */
    public static Map<String, Shape> parameterShapes(MambaOutConfig config) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        new MambaOut(config).parameters().byName().forEach((name, parameter) -> shapes.put(name, parameter.shape()));
        return shapes;
    }

    /**
     * @param config a network
     * @return its layers in order, made without giving their weights memory: to be counted, not to compute with
     */
    public static List<Part> layers(MambaOutConfig config) {
        return new MambaOut(config).parts();
    }

    /**
     * @param name a name of the {@link ModelZoo}
     * @return a network of this size with first weights of seed 0
     */
    public static MambaOut create(String name) {
        return create(ModelZoo.config(name), 0);
    }

    /** @return what it was built from */
    public MambaOutConfig config() {
        return config;
    }

    /**
     * @param numClasses another number of classes
     * @param seed the new last layer's first weights depend on it
     * @return a network with these weights, copied, and a new last layer (timm's {@code reset_classifier})
     */
    public MambaOut withClasses(int numClasses, long seed) {
        MambaOut other = create(config.toBuilder().numClasses(numClasses).build(), seed);
        other.parameters().byName().forEach((name, parameter) -> {
            if (!name.startsWith("head.fc.")) {
                parameter.set(parameters().get(name).value());
            }
        });
        return other;
    }

    @Override
    public List<Part> parts() {
        return chain.parts();
    }

    @Override
    public Parameters parameters() {
        return chain.parameters();
    }

    @Override
    public Shape outputShape(Shape input) {
        requirePictures(input);
        return chain.outputShape(input);
    }

    private void requirePictures(Shape input) {
        if (input.rank() != 4 || input.channels() != config.inChans() || input.elements() == 0) {
            throw new ShapeMismatchException(config.name(), "pictures [N, H, W, " + config.inChans() + "]", input);
        }
    }

    @Override
    public long multiplyAdds(Shape input) {
        return chain.multiplyAdds(input);
    }

    /**
     * @param input shape of an input, {@code [N, H, W, inChans]}
     * @return its layers with shapes, parameters and multiply-adds
     */
    public ModelSummary summary(Shape input) {
        return ModelSummary.of(parts(), input);
    }

    /** @return the summary for one picture of the size it is made for */
    public ModelSummary summary() {
        return summary(config.inputShape());
    }

    /**
     * @param pictures {@code [N, H, W, inChans]}
     * @param execution kernels, threads and memory
     * @return the output of every stage in order, {@code [N, H/4, W/4, dims[0]]} and so on, sides rounded up
     */
    public List<Tensor> featureMaps(Tensor pictures, Execution execution) {
        return featureMaps(pictures, OutIndices.last(config.stages()), execution);
    }

    /**
     * The outputs of some stages (timm's {@code features_only} and {@code forward_intermediates}). Stages behind the last wanted
     * one are not computed.
     *
     * @param pictures {@code [N, H, W, inChans]}
     * @param wanted which stages; {@link MambaOutConfig#featureInfo} tells their channels and reductions
     * @param execution kernels, threads and memory
     * @return their outputs in the order of the stages
     * @throws IllegalArgumentException if there is no such stage
     */
    public List<Tensor> featureMaps(Tensor pictures, OutIndices wanted, Execution execution) {
        outputShape(pictures.shape());
        List<Integer> indices = wanted.in(config.stages());
        if (fused.isPresent()) {
            return fused.get().maps(pictures, indices, execution);
        }
        List<Tensor> maps = new ArrayList<>();
        Tensor map = stem.forward(pictures, execution);
        boolean kept = false;
        for (int stage = 0; maps.size() < indices.size(); stage++) {
            Tensor next = stages.get(stage).forward(map, execution);
            if (!kept) {
                execution.memory().release(map);
            }
            kept = indices.contains(stage);
            if (kept) {
                maps.add(next);
            }
            map = next;
        }
        return maps;
    }

    /**
     * @param pictures an ND4J array {@code [N, H, W, inChans]}
     * @return the output of every stage in order
     */
    public List<INDArray> featureMaps(INDArray pictures) {
        return featureMaps(pictures, OutIndices.last(config.stages()));
    }

    /**
     * @param pictures an ND4J array {@code [N, H, W, inChans]}
     * @param wanted which stages
     * @return their outputs in the order of the stages
     */
    public List<INDArray> featureMaps(INDArray pictures, OutIndices wanted) {
        try (Execution execution = Execution.on(Compute.shared())) {
            return featureMaps(Tensor.of(pictures), wanted, execution).stream()
                    .map(map -> map.toINDArray().dup())
                    .toList();
        }
    }

    /**
     * The head up to what enters the last linear map (timm's {@code forward_head(x, pre_logits=True)}).
     *
     * @param map the last stage's output, {@code [N, h, w, dim]}
     * @param execution kernels, threads and memory
     * @return {@code [N, 4·dim]}, or {@code [N, h, w, 4·dim]} where the head does not pool
     */
    public Tensor preLogits(Tensor map, Execution execution) {
        return head.preLogits(map, execution);
    }

    /**
     * @param map the last stage's output, {@code [N, h, w, dim]}
     * @param execution kernels, threads and memory
     * @return what {@link #forward} returns for the pictures that the map was computed from
     */
    public Tensor forwardHead(Tensor map, Execution execution) {
        head.outputShape(map.shape());
        return fused.isPresent() && fused.get().hasHead()
                ? fused.get().head(map, execution)
                : head.forward(map, execution);
    }

    /**
     * Does beforehand what a first prediction does besides computing: arranges weights and plans the work. Nothing where
     * prediction is not planned.
     *
     * @param pictures shape of the pictures to come, {@code [N, H, W, inChans]}
     * @param execution kernels, threads and memory
     */
    public void prepare(Shape pictures, Execution execution) {
        requirePictures(pictures);
        fused.ifPresent(it -> it.prepare(pictures, execution));
    }

    @Override
    public Tensor forward(Tensor pictures, Execution execution) {
        requirePictures(pictures.shape());
        if (fused.isEmpty()) {
            return chain.forward(pictures, execution);
        }
        if (fused.get().hasHead()) {
            return fused.get().logits(pictures, execution);
        }
        Tensor map = fused.get()
                .maps(pictures, List.of(config.stages() - 1), execution)
                .get(0);
        return head.forward(map, execution);
    }

    @Override
    public Pass pass(Tensor pictures, Training training) {
        outputShape(pictures.shape());
        return chain.pass(pictures, training);
    }

    @Override
    public String toString() {
        return "MambaOut(" + config.name() + ")";
    }
}
