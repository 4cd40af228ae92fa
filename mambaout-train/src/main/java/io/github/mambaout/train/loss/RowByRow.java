package io.github.mambaout.train.loss;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;

/** Walks over the pictures of a batch. */
final class RowByRow {
    private RowByRow() {}

    /** Where the targets of a picture come from. */
    interface RowTargets {
        void fill(int picture, float[] target);
    }

    static double evaluate(TargetLoss loss, Tensor logits, Tensor gradient, RowTargets targets) {
        Shape shape = logits.shape();
        if (shape.rank() != 2) {
            throw new ShapeMismatchException("loss", "logits [N, classes]", shape);
        }
        if (!gradient.shape().equals(shape)) {
            throw new ShapeMismatchException("loss, gradient", shape, gradient.shape());
        }
        int batch = shape.size(0);
        int classes = shape.channels();
        double[] weight = loss.weights().of(classes);
        float[] row = new float[classes];
        float[] target = new float[classes];
        double total = 0;
        for (int n = 0; n < batch; n++) {
            logits.data().get(n * classes, row);
            targets.fill(n, target);
            total += loss.evaluateRow(row, target, weight, batch);
            gradient.data().put(n * classes, row);
        }
        return total / batch;
    }
}
