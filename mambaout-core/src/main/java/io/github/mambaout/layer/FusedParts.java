package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The layers of a network in the order in which a planned pass takes them. The stem's second convolution counts as that of the
 * first stage, since both are a convolution of stride 2 with a norm behind it.
 *
 * @param stem first convolution
 * @param stemNorm norm behind it, where there is one
 * @param stemActivation activation behind that
 * @param stages the others
 * @param head the head, where it pools by the mean and has a classifier
 */
record FusedParts(
        Conv2d stem,
        Optional<LayerNorm> stemNorm,
        Activation stemActivation,
        List<StageParts> stages,
        Optional<HeadParts> head) {

    /** A convolution with its norms, and blocks. */
    record StageParts(
            Optional<LayerNorm> normBefore,
            Conv2d convolution,
            Optional<LayerNorm> normBehind,
            List<GatedCnnBlock> blocks) {}

    /** Norm, hidden layer, the norm behind it, classifier. */
    record HeadParts(LayerNorm norm, Linear fc, Optional<LayerNorm> preLogitsNorm, Linear classifier) {}

    /**
     * @param stem a stem
     * @param stages one or more stages, all but the first with a downsampling
     * @param head a head
     * @return their layers; none where a block is no Gated CNN block with the depthwise convolution
     */
    static Optional<FusedParts> of(Stem stem, List<Sequential> stages, ClassifierHead head) {
        List<StageParts> parts = new ArrayList<>();
        for (Sequential stage : stages) {
            List<GatedCnnBlock> blocks = layers(stage, GatedCnnBlock.class);
            int others = layers(stage, Downsample.class).size();
            boolean planned = blocks.size() + others == stage.parts().size()
                    && blocks.stream().allMatch(GatedCnnBlock::mixesByConvolution);
            if (!planned) {
                return Optional.empty();
            }
            parts.add(
                    parts.isEmpty()
                            ? new StageParts(
                                    Optional.empty(),
                                    layer(stem, "conv2", Conv2d.class).orElseThrow(),
                                    layer(stem, "norm2", LayerNorm.class),
                                    blocks)
                            : downsampled(
                                    layer(stage, "downsample", Downsample.class).orElseThrow(), blocks));
        }
        return Optional.of(new FusedParts(
                layer(stem, "conv1", Conv2d.class).orElseThrow(),
                layer(stem, "norm1", LayerNorm.class),
                layer(stem, "act", Pointwise.class).orElseThrow().activation(),
                List.copyOf(parts),
                head(head)));
    }

    private static StageParts downsampled(Downsample downsample, List<GatedCnnBlock> blocks) {
        Optional<LayerNorm> norm = layer(downsample, "norm", LayerNorm.class);
        boolean before = downsample.parts().get(0).layer() instanceof LayerNorm;
        return new StageParts(
                before ? norm : Optional.empty(),
                layer(downsample, "conv", Conv2d.class).orElseThrow(),
                before ? Optional.empty() : norm,
                blocks);
    }

    private static Optional<HeadParts> head(ClassifierHead head) {
        Optional<Linear> classifier = layer(head, "fc", Linear.class);
        if (layer(head, "pool", GlobalAveragePool.class).isEmpty() || classifier.isEmpty()) {
            return Optional.empty();
        }
        Sequential preLogits = layer(head, "pre_logits", Sequential.class).orElseThrow();
        return Optional.of(new HeadParts(
                layer(head, "norm", LayerNorm.class).orElseThrow(),
                layer(preLogits, "fc", Linear.class).orElseThrow(),
                layer(preLogits, "norm", LayerNorm.class),
                classifier.get()));
    }

    private static <T extends Layer> Optional<T> layer(Layer whole, String name, Class<T> type) {
        return whole.parts().stream()
                .filter(part -> part.name().equals(name))
                .map(Layer.Part::layer)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    private static <T extends Layer> List<T> layers(Layer whole, Class<T> type) {
        return whole.parts().stream()
                .map(Layer.Part::layer)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
