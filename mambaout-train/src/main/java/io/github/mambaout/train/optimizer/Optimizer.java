package io.github.mambaout.train.optimizer;

import io.github.mambaout.tensor.Tensor;
import java.util.Map;

/**
 * Changes weights by their gradients. An optimiser is made for the parameters of one network ({@link OptimizerSettings#on}) and
 * remembers what its method needs (moments) between updates.
 */
public sealed interface Optimizer permits MomentOptimizer {
    /**
     * Changes every weight once that is not frozen.
     *
     * @param learningRate at least 0
     * @param gradientScale factor on every gradient, from clipping; 1 without
     */
    void update(double learningRate, double gradientScale);

    /** @return the number of updates done */
    long updates();

    /** @return what the method remembers, name to tensor on live memory; together with {@link #updates()} its whole state */
    Map<String, Tensor> state();

    /**
     * Goes on where another optimiser of the same method and parameters was.
     *
     * @param updates its {@link #updates()}, at least 0
     * @param state its {@link #state()}; copied
     * @throws IllegalArgumentException if it remembers other things than this method does
     * @throws io.github.mambaout.tensor.ShapeMismatchException if it was made for more or fewer parameters
     */
    void restore(long updates, Map<String, Tensor> state);
}
