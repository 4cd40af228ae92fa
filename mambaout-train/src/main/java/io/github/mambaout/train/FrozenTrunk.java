package io.github.mambaout.train;

import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.layer.Pass;
import io.github.mambaout.layer.Sequential;
import io.github.mambaout.layer.Training;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.OutIndices;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.List;

/**
 * A network of which only the head learns. Its trunk — the stem and all stages — computes as in prediction: planned, with nothing
 * dropped at random, and without a way back. Parameters are the head's, under their names in the network and in its memory.
 *
 * <p>Input and output as the network's own. What lies between trunk and head are the features of a picture: its last map, pooled, {@code
 * [N, 1, 1, C]}. They depend on the picture alone, so that {@link CachedFeatures} can keep them.
 */
final class FrozenTrunk implements Layer {
    private static final String HEAD = "head";

    private final MambaOut model;
    private final Layer pool;
    private final Layer onFeatures;

    FrozenTrunk(MambaOut model) {
        this.model = model;
        Layer head = part(model, HEAD);
        pool = part(head, "pool");
        onFeatures = Sequential.builder().add(HEAD, head).build();
    }

    private static Layer part(Layer whole, String name) {
        return whole.parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow()
                .layer();
    }

    /** The shape of the features of so many pictures. */
    Shape featuresShape(int pictures) {
        List<Integer> dims = model.config().dims();
        return Shape.of(pictures, 1, 1, dims.get(dims.size() - 1));
    }

    /**
     * @param pictures {@code [N, H, W, inChans]}
     * @param execution kernels, threads and memory
     * @return their features, {@code [N, 1, 1, C]}; those of a picture have the same bits in any batch
     */
    Tensor features(Tensor pictures, Execution execution) {
        Shape shape = featuresShape(pictures.shape().size(0));
        if (execution.workers().areIdle()) {
            // Planning packs weights and keeps them, which must not be done by a pass that is only imagined.
            return execution.borrow(shape);
        }
        int last = model.config().stages() - 1;
        Tensor map = model.featureMaps(pictures, OutIndices.of(last), execution).get(0);
        Tensor pooled = pool.forward(map, execution);
        execution.memory().release(map);
        return pooled.reshape(shape);
    }

    @Override
    public Shape outputShape(Shape input) {
        return model.outputShape(input);
    }

    @Override
    public Parameters parameters() {
        return onFeatures.parameters();
    }

    @Override
    public long multiplyAdds(Shape input) {
        return model.multiplyAdds(input);
    }

    @Override
    public Tensor forward(Tensor pictures, Execution execution) {
        return onFeatures.forward(features(pictures, execution), execution);
    }

    @Override
    public Pass pass(Tensor pictures, Training training) {
        return onFeatures.pass(features(pictures, training.execution()), training);
    }

    /** What is left to compute where the features are known: a layer with the same parameters, from features to logits. */
    Layer onFeatures() {
        return onFeatures;
    }
}
