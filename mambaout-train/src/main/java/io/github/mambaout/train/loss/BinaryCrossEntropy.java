package io.github.mambaout.train.loss;

import java.util.OptionalDouble;

/**
 * A yes or no for each class by itself: binary cross-entropy of the logistic function (timm's {@code BinaryCrossEntropy},
 * {@code --bce-loss}), with {@code p} the weight of a yes,
 *
 * <pre>{@code
 * loss(n, k) = -weight(k) (p target(k) log sigmoid(logit(k)) + (1 - target(k)) log(1 - sigmoid(logit(k))))
 * }</pre>
 *
 * <p>the mean over batch and classes, or the mean over the batch of the sum over classes.
 *
 * @param threshold a target above it is 1, any other 0 ({@code --bce-target-thresh}); empty to take targets as they are
 * @param sumsClasses whether the losses of classes are summed instead of averaged ({@code --bce-sum})
 * @param positiveWeight p, positive; 1 for none ({@code --bce-pos-weight})
 * @param weights how much each class counts
 */
public record BinaryCrossEntropy(
        OptionalDouble threshold, boolean sumsClasses, double positiveWeight, ClassWeights weights)
        implements TargetLoss {

    public BinaryCrossEntropy {
        if (threshold.isPresent() && !(threshold.getAsDouble() >= 0 && threshold.getAsDouble() < 1)) {
            throw new IllegalArgumentException("The threshold of targets must lie between 0 and 1 (1 excluded), not be "
                    + threshold.getAsDouble());
        }
        if (!(positiveWeight > 0) || Double.isInfinite(positiveWeight)) {
            throw new IllegalArgumentException(
                    "The weight of what is wanted must be a positive number, not " + positiveWeight);
        }
    }

    /** Targets as they are, averaged over the classes, all of the same weight. */
    public BinaryCrossEntropy() {
        this(OptionalDouble.empty(), false, 1, ClassWeights.even());
    }

    @Override
    public double evaluateRow(float[] row, float[] target, double[] weight, int batch) {
        double terms = sumsClasses ? 1 : row.length;
        double loss = 0;
        for (int k = 0; k < row.length; k++) {
            double logit = row[k];
            double wanted = wanted(target[k]);
            double yes = positiveWeight * wanted;
            double no = 1 - wanted;
            // -log sigmoid(x) = max(-x, 0) + log(1 + exp(-|x|)), and -log(1 - sigmoid(x)) is that plus x.
            double logYes = Math.max(-logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
            loss += weight[k] * ((yes + no) * logYes + (no == 0 ? 0 : no * logit));
            row[k] = (float) (weight[k] * (no - (yes + no) / (1 + Math.exp(logit))) / (terms * batch));
        }
        return loss / terms;
    }

    private double wanted(float target) {
        return threshold.isPresent() ? (target > threshold.getAsDouble() ? 1 : 0) : target;
    }
}
