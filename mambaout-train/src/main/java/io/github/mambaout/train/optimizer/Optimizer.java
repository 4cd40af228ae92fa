package io.github.mambaout.train.optimizer;

import io.github.mambaout.tensor.Tensor;
import java.util.Map;

/**
 * Changes weights by their gradients. An optimiser is made for the parameters of one network and remembers what its
 * method needs (moments) between updates.
 */
public interface Optimizer {
    /**
     * Changes every weight once.
     *
     * @param learningRate at least 0
     * @param gradientScale factor on every gradient, from clipping; 1 without
     */
    void update(double learningRate, double gradientScale);

    /** @return the number of updates done */
    long updates();

    /** @return what the method remembers, name to tensor on live memory; together with {@link #updates()} its whole state */
    Map<String, Tensor> state();
}
