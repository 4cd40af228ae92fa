package io.github.mambaout.weights;

import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.model.ModelZoo;
import io.github.mambaout.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        List<Integer> depths = new ArrayList<>();
        List<Integer> dims = new ArrayList<>();
        List<Integer> hidden = new ArrayList<>();
        List<Integer> mixed = new ArrayList<>();
        for (int stage = 0; shapes.containsKey(block(stage, 0) + "fc1.weight"); stage++) {
            int depth = 1;
            while (shapes.containsKey(block(stage, depth) + "fc1.weight")) {
                depth++;
            }
            depths.add(depth);
            dims.add(known.size(block(stage, 0) + "fc1.weight", 1));
            hidden.add(known.size(block(stage, 0) + "fc1.weight", 0) / 2);
            mixed.add(known.size(block(stage, 0) + "conv.weight", 0));
        }
        if (dims.isEmpty()) {
            return Optional.empty();
        }
        int telling = tellingStage(dims);
        boolean normFirst =
                telling > 0 && known.size("stages." + telling + ".downsample.norm.weight", 0) == dims.get(telling - 1);
        Architecture found = new Architecture(
                List.copyOf(depths),
                List.copyOf(dims),
                List.copyOf(hidden),
                List.copyOf(mixed),
                known.size(block(0, 0) + "conv.weight", 3),
                known.size("stem.conv1.weight", 1),
                shapes.containsKey("head.fc.weight") ? known.size("head.fc.weight", 0) : 0,
                shapes.containsKey("stem.norm1.weight"),
                normFirst ? MambaOutConfig.DownsampleOrder.CONV_NF : MambaOutConfig.DownsampleOrder.CONV,
                shapes.containsKey("head.pre_logits.norm.weight")
                        ? MambaOutConfig.HeadKind.DEFAULT
                        : MambaOutConfig.HeadKind.NORM_MLP,
                shapes.containsKey(block(0, 0) + "ls.gamma"));
        return known.complete ? Optional.of(found) : Optional.empty();
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
                .map(config -> config.toBuilder()
                        .numClasses(numClasses)
                        .inChans(inChans)
                        .build());
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

    /** Sizes by name, and whether all that were asked for were there. */
    private static final class Shapes {
        private final Map<String, Shape> byName;
        private boolean complete = true;

        private Shapes(Map<String, Shape> byName) {
            this.byName = byName;
        }

        private int size(String name, int dimension) {
            Shape shape = byName.get(name);
            if (shape == null || shape.rank() <= dimension) {
                complete = false;
                return 0;
            }
            return shape.size(dimension);
        }
    }
}
