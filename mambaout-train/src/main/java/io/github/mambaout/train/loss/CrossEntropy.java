package io.github.mambaout.train.loss;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;

/**
 * Softmax cross-entropy with label smoothing, the mean over the batch (PyTorch's {@code cross_entropy}).
 *
 * <pre>{@code
 * target(k) = (1 - smoothing) [k = label] + smoothing / classes
 * loss      = mean over n of  -sum over k of  target(k) log softmax(logits)(k)
 * gradient  = (softmax(logits) - target) / N
 * }</pre>
 *
 * <p>Sums are taken in float64, in the order of the batch.
 *
 * @param labelSmoothing share of the target that is spread evenly over all classes, from 0 to less than 1
 */
public record CrossEntropy(double labelSmoothing) implements Loss {
    public CrossEntropy {
        Targets.requireSmoothing(labelSmoothing);
    }

    @Override
    public double evaluate(Tensor logits, int[] labels, Tensor gradient) {
        Shape shape = logits.shape();
        if (shape.rank() != 2 || shape.size(0) != labels.length) {
            throw new ShapeMismatchException("cross-entropy", "logits [" + labels.length + ", classes]", shape);
        }
        if (!gradient.shape().equals(shape)) {
            throw new ShapeMismatchException("cross-entropy gradient", shape, gradient.shape());
        }
        int classes = shape.channels();
        float[] row = new float[classes];
        double total = 0;
        for (int n = 0; n < labels.length; n++) {
            Targets.requireClass(labels[n], n, classes);
            logits.data().get(n * classes, row);
            total += evaluateRow(row, labels[n], labels.length);
            gradient.data().put(n * classes, row);
        }
        return total / labels.length;
    }

    /** Replaces the row of logits by its gradient and returns its loss. */
    private double evaluateRow(float[] row, int label, int batch) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : row) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        double logits = 0;
        for (float logit : row) {
            sum += Math.exp(logit - largest);
            logits += logit;
        }
        double logSum = largest + Math.log(sum);
        double even = labelSmoothing / row.length;
        double loss = (1 - labelSmoothing) * (logSum - row[label]) + labelSmoothing * logSum - even * logits;
        for (int k = 0; k < row.length; k++) {
            double target = even + (k == label ? 1 - labelSmoothing : 0);
            row[k] = (float) ((Math.exp(row[k] - logSum) - target) / batch);
        }
        return loss;
    }
}
