package io.github.mambaout.train.loss;

import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;

/**
 * A loss whose targets are shares of classes instead of labels: smoothed, or of two pictures that were mixed ({@link
 * Targets}).
 */
public sealed interface TargetLoss permits SoftTargetCrossEntropy, BinaryCrossEntropy {
    /**
     * @param logits scores {@code [N, classes]}
     * @param targets wanted share of each class, {@code [N, classes]}
     * @param gradient receives the loss's gradient with respect to the logits, {@code [N, classes]}; overwritten
     * @return the mean loss of the batch; not finite if the logits are not
     * @throws ShapeMismatchException if the shapes are not the same
     */
    default double evaluate(Tensor logits, Tensor targets, Tensor gradient) {
        if (!targets.shape().equals(logits.shape())) {
            throw new ShapeMismatchException("loss, targets", logits.shape(), targets.shape());
        }
        int classes = logits.shape().channels();
        return RowByRow.evaluate(
                this, logits, gradient, (n, row) -> targets.data().get(n * classes, row));
    }

    /** @return how much each class counts */
    ClassWeights weights();

    /**
     * One picture of a batch.
     *
     * @param row its logits, replaced by the gradient of the batch's mean loss
     * @param target its targets
     * @param weight how much each class counts
     * @param batch pictures in the batch
     * @return its own loss
     */
    double evaluateRow(float[] row, float[] target, double[] weight, int batch);

    /**
     * @param targets {@code [N, classes]}
     * @return this loss, for a batch of these targets
     */
    default Criterion of(Tensor targets) {
        return (logits, gradient) -> evaluate(logits, targets, gradient);
    }
}
