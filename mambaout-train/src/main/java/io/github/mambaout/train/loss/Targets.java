package io.github.mambaout.train.loss;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * The wanted share of each class (timm's {@code mixup_target}): of {@code C} classes, {@code smoothing / C} for each and the
 * rest for the label; for mixed pictures the sum of both pictures' targets by their shares.
 */
public final class Targets {
    private Targets() {}

    /**
     * @param labels {@code N} class indices
     * @param smoothing share that is spread evenly over all classes, from 0 to less than 1
     * @param targets {@code [N, classes]}; overwritten
     * @throws IllegalArgumentException if a label is no class index; the message names its position in the batch
     */
    public static void ofLabels(int[] labels, double smoothing, Tensor targets) {
        ofMixed(labels, 1, smoothing, targets);
    }

    /**
     * The targets of a batch in which picture {@code n} of {@code N} was mixed with picture {@code N - 1 - n}.
     *
     * @param labels {@code N} class indices
     * @param share of a picture's own content, from 0 to 1; the other's is the rest
     * @param smoothing share of the target that is spread evenly over all classes, from 0 to less than 1
     * @param targets {@code [N, classes]}; overwritten
     * @throws IllegalArgumentException if a label is no class index; the message names its position in the batch
     */
    public static void ofMixed(int[] labels, double share, double smoothing, Tensor targets) {
        requireSmoothing(smoothing);
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("The share of a picture must lie between 0 and 1, not be " + share);
        }
        requireLabels(labels, targets.shape());
        float[] row = new float[targets.shape().channels()];
        for (int n = 0; n < labels.length; n++) {
            fill(row, labels[n], labels[labels.length - 1 - n], share, smoothing);
            targets.data().put(n * row.length, row);
        }
    }

    /** The targets of one picture with its own label and its partner's. */
    static void fill(float[] row, int own, int other, double share, double smoothing) {
        double even = smoothing / row.length;
        Arrays.fill(row, (float) even);
        if (own == other) {
            row[own] = (float) (1 - smoothing + even);
        } else {
            row[own] = (float) ((1 - smoothing) * share + even);
            row[other] = (float) ((1 - smoothing) * (1 - share) + even);
        }
    }

    /** Labels must be as many as there are rows, and each a class. */
    static void requireLabels(int[] labels, Shape shape) {
        if (shape.rank() != 2 || shape.size(0) != labels.length) {
            throw new ShapeMismatchException("labels", "[" + labels.length + ", classes]", shape);
        }
        for (int n = 0; n < labels.length; n++) {
            requireClass(labels[n], n, shape.channels());
        }
    }

    static void requireSmoothing(double smoothing) {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException(
                    "Label smoothing must lie between 0 and 1 (1 excluded), not be " + smoothing);
        }
    }

    static void requireClass(int label, int position, int classes) {
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("Label " + label + " of picture " + position
                    + " of the batch is none of " + classes + " classes (0 to " + (classes - 1)
                    + "). The model and the data set must have the same classes.");
        }
    }
}
