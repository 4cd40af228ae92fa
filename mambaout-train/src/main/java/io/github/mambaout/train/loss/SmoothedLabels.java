package io.github.mambaout.train.loss;

import io.github.mambaout.tensor.Tensor;

/**
 * A loss of targets, for labels.
 *
 * @param loss compares logits to targets
 * @param smoothing share of the target that is spread evenly over all classes, from 0 to less than 1
 */
public record SmoothedLabels(TargetLoss loss, double smoothing) implements Loss {
    public SmoothedLabels {
        Targets.requireSmoothing(smoothing);
    }

    @Override
    public double evaluate(Tensor logits, int[] labels, Tensor gradient) {
        Targets.requireLabels(labels, logits.shape());
        return RowByRow.evaluate(
                loss, logits, gradient, (n, row) -> Targets.fill(row, labels[n], labels[n], 1, smoothing));
    }
}
