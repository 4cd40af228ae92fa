package io.github.mambaout.weights;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * What the names and shapes of parameters tell about the network they belong to: everything but the activations and the
 * rates. It costs no network to be built.
 */
record Architecture(
        List<Integer> depths,
        List<Integer> dims,
        List<Integer> hidden,
        List<Integer> mixed,
        int kernelSize,
        int inChans,
        int numClasses,
        boolean stemMidNorm,
        MambaOutConfig.DownsampleOrder downsample,
        MambaOutConfig.HeadKind headFn,
        boolean layerScale) {
    /** What layer scales begin with in the published models, where training starts anew. */
    private static final double FIRST_LAYER_SCALE = 1e-5;

    static Architecture of(MambaOutConfig config) {
        List<Integer> hidden = new ArrayList<>();
        List<Integer> mixed = new ArrayList<>();
        for (int stage = 0; stage < config.stages(); stage++) {
            hidden.add(config.hidden(stage));
            mixed.add(config.convChannels(stage));
        }
        return new Architecture(
                config.depths(),
                config.dims(),
                hidden,
                mixed,
                config.kernelSize(),
                config.inChans(),
                config.numClasses(),
                config.stemMidNorm(),
                tellingStage(config.dims()) == 0 ? MambaOutConfig.DownsampleOrder.CONV : config.downsample(),
                config.headFn(),
                config.lsInitValue() > 0);
    }

    /**
     * @param shapes parameters by timm's names
     * @return the network they belong to; empty if it is no MambaOut with depthwise convolutions
     */
    static Optional<Architecture> of(Map<String, Shape> shapes) {
        Shapes known = new Shapes(shapes);
        Architecture found = read(known);
        return known.missing.isEmpty() ? Optional.of(found) : Optional.empty();
    }

    /**
     * @param shapes parameters by timm's names
     * @return the first parameter that a MambaOut with depthwise convolutions has and these have not
     */
    static Optional<String> missing(Map<String, Shape> shapes) {
        Shapes known = new Shapes(shapes);
        read(known);
        return known.missing.stream().findFirst();
    }

    private static Architecture read(Shapes known) {
        List<Integer> depths = new ArrayList<>();
        List<Integer> dims = new ArrayList<>();
        List<Integer> hidden = new ArrayList<>();
        List<Integer> mixed = new ArrayList<>();
        int stages = Math.max(1, known.count(stage -> block(stage, 0) + "fc1.weight"));
        for (int i = 0; i < stages; i++) {
            int stage = i;
            depths.add(known.count(index -> block(stage, index) + "fc1.weight"));
            dims.add(known.size(block(stage, 0) + "fc1.weight", 1));
            hidden.add(known.size(block(stage, 0) + "fc1.weight", 0) / 2);
            mixed.add(known.size(block(stage, 0) + "conv.weight", 0));
        }
        int telling = tellingStage(dims);
        boolean normFirst =
                telling > 0 && known.size("stages." + telling + ".downsample.norm.weight", 0) == dims.get(telling - 1);
        return new Architecture(
                List.copyOf(depths),
                List.copyOf(dims),
                List.copyOf(hidden),
                List.copyOf(mixed),
                known.size(block(0, 0) + "conv.weight", 3),
                known.size("stem.conv1.weight", 1),
                known.has("head.fc.weight") ? known.size("head.fc.weight", 0) : 0,
                known.has("stem.norm1.weight"),
                normFirst ? MambaOutConfig.DownsampleOrder.CONV_NF : MambaOutConfig.DownsampleOrder.CONV,
                known.has("head.pre_logits.norm.weight")
                        ? MambaOutConfig.HeadKind.DEFAULT
                        : MambaOutConfig.HeadKind.NORM_MLP,
                known.has(block(0, 0) + "ls.gamma"));
    }

    /** The norm of a downsampling layer shows whether it comes before the convolution only where the channels change. */
    private static int tellingStage(List<Integer> dims) {
        for (int stage = 1; stage < dims.size(); stage++) {
            if (!dims.get(stage).equals(dims.get(stage - 1))) {
                return stage;
            }
        }
        return 0;
    }

    private static String block(int stage, int index) {
        return "stages." + stage + ".blocks." + index + ".";
    }

    /** @return the published model that this is, whatever its number of classes and channels */
    Optional<MambaOutConfig> published() {
        return ModelZoo.names().stream()
                .map(ModelZoo::config)
                .filter(config -> isSameBodyAs(of(config)))
                .findFirst()
                .map(this::withEndsOf);
    }

    /**
     * @param config a network
     * @return it, with the classes and the picture's channels of these parameters
     */
    MambaOutConfig withEndsOf(MambaOutConfig config) {
        return config.toBuilder().numClasses(numClasses).inChans(inChans).build();
    }

    /**
     * Makes a configuration of one's own from what the parameters show. They do not show the activation of the gates: it is
     * that of the published model of the same kind and ratios, or else GELU, timm's default.
     *
     * @return the configuration, for pictures of 224 x 224 pixels; empty if no ratio gives these widths
     * @throws IllegalArgumentException if no network has such sizes; the message says why
     */
    Optional<MambaOutConfig> inferred() {
        List<Double> known = ModelZoo.names().stream()
                .map(ModelZoo::config)
                .flatMap(config -> Stream.of(config.expansionRatio(), config.convRatio()))
                .distinct()
                .toList();
        OptionalDouble expansionRatio = WidthRatio.of(dims, hidden, known);
        OptionalDouble convRatio = WidthRatio.of(dims, mixed, known);
        if (expansionRatio.isEmpty() || convRatio.isEmpty()) {
            return Optional.empty();
        }
        boolean paper = headFn == MambaOutConfig.HeadKind.DEFAULT;
        MambaOutConfig.Builder builder = MambaOutConfig.builder()
                .depths(depths)
                .dims(dims)
                .numClasses(numClasses)
                .inChans(inChans)
                .kernelSize(kernelSize)
                .expansionRatio(expansionRatio.getAsDouble())
                .convRatio(convRatio.getAsDouble())
                .stemMidNorm(stemMidNorm)
                .downsample(tellingStage(dims) > 0 || paper ? downsample : MambaOutConfig.DownsampleOrder.CONV_NF)
                .headFn(headFn)
                .lsInitValue(layerScale ? FIRST_LAYER_SCALE : 0);
        MambaOutConfig config = builder.build();
        return Optional.of(builder.actLayer(likeliestActivation(config)).build());
    }

    private static Activation likeliestActivation(MambaOutConfig config) {
        return ModelZoo.names().stream()
                .map(ModelZoo::config)
                .filter(published -> published.headFn() == config.headFn()
                        && published.expansionRatio() == config.expansionRatio()
                        && published.convRatio() == config.convRatio())
                .findFirst()
                .map(MambaOutConfig::actLayer)
                .orElse(Activation.GELU);
    }

    /**
     * @param other another one
     * @return whether they differ in nothing but the classes and the picture's channels
     */
    boolean isSameBodyAs(Architecture other) {
        return other.with(numClasses, inChans).equals(this);
    }

    private Architecture with(int classes, int channels) {
        return new Architecture(
                depths,
                dims,
                hidden,
                mixed,
                kernelSize,
                channels,
                classes,
                stemMidNorm,
                downsample,
                headFn,
                layerScale);
    }

    /** @return for messages: the published name, or depths and widths */
    String describe() {
        return published().map(MambaOutConfig::name).orElse("a MambaOut of depths " + depths + " and dims " + dims);
    }

    /** Sizes by name, and which of those that were asked for were not there. */
    private static final class Shapes {
        private final Map<String, Shape> byName;
        private final List<String> missing = new ArrayList<>();

        private Shapes(Map<String, Shape> byName) {
            this.byName = byName;
        }

        private boolean has(String name) {
            return byName.containsKey(name);
        }

        /** How many names are there one after the other, from number 0 on. */
        private int count(IntFunction<String> name) {
            int count = 0;
            while (has(name.apply(count))) {
                count++;
            }
            return count;
        }

        private int size(String name, int dimension) {
            Shape shape = byName.get(name);
            if (shape == null || shape.rank() <= dimension) {
                missing.add(name);
                return 0;
            }
            return shape.size(dimension);
        }
    }
}
