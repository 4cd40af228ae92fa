package io.github.mambaout.bench.peer;

import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;

/** Made-up pictures: the time of a pass does not depend on what they show. */
final class Batch {
    private Batch() {}

    /**
     * @param shape {@code [N, H, W, C]}
     * @return uniform noise of deviation 1, always the same
     */
    static Tensor pictures(Shape shape) {
        Randomness random = Randomness.ofSeed(0).at("pictures");
        Tensor pictures = Tensor.zeros(shape);
        for (int i = 0; i < shape.elements(); i++) {
            pictures.data().put(i, (float) ((2 * random.uniform(i) - 1) * Math.sqrt(3)));
        }
        return pictures;
    }
}
