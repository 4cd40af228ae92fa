package io.github.mambaout.train.loss;

import io.github.mambaout.tensor.Tensor;

/** What training makes small: one number for a batch of logits and their labels, and its gradient. */
public interface Loss {
    /**
     * @param logits scores {@code [N, classes]}
     * @param labels {@code N} class indices
     * @param gradient receives the loss's gradient with respect to the logits, {@code [N, classes]}; overwritten
     * @return the mean loss of the batch; not finite if the logits are not
     * @throws io.github.mambaout.tensor.ShapeMismatchException if the shapes do not fit each other
     * @throws IllegalArgumentException if a label is no class index; the message names its position in the batch
     */
    double evaluate(Tensor logits, int[] labels, Tensor gradient);

    /**
     * @param labels {@code N} class indices
     * @return this loss, for a batch of these labels
     */
    default Criterion of(int[] labels) {
        return (logits, gradient) -> evaluate(logits, labels, gradient);
    }
}
