package io.github.mambaout.train.loss;

import io.github.mambaout.tensor.Tensor;

/** A loss together with what a batch is compared to. */
@FunctionalInterface
public interface Criterion {
    /**
     * @param logits scores {@code [N, classes]}
     * @param gradient receives the loss's gradient with respect to the logits, {@code [N, classes]}; overwritten
     * @return the mean loss of the batch; not finite if the logits are not
     */
    double evaluate(Tensor logits, Tensor gradient);
}
