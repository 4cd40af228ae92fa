package io.github.mambaout.train;

import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.optimizer.Optimizer;

/**
 * What the updates of a run keep in memory, besides the batches of pictures and the copies of the weights that kernels read.
 *
 * @param maps bytes of feature maps and partial sums that one update borrows at the same time, at most
 * @param weights bytes of weights, gradients and what the optimiser remembers
 */
public record StepMemory(long maps, long weights) {
    private static final double MEGABYTE = 1e6;

    static StepMemory of(long maps, long parameters, Optimizer optimizer) {
        long remembered = optimizer.state().values().stream()
                .map(Tensor::shape)
                .mapToLong(shape -> shape.elements())
                .sum();
        return new StepMemory(maps, Float.BYTES * (2 * parameters + remembered));
    }

    /** @return bytes of both parts */
    public long total() {
        return maps + weights;
    }

    /** @return both parts in words */
    public String describe() {
        return Math.round(maps / MEGABYTE) + " MB for feature maps, " + Math.round(weights / MEGABYTE)
                + " MB for weights, gradients and moments";
    }
}
