package io.github.mambaout.train.loss;

/**
 * Softmax cross-entropy with targets that are shares of classes, the mean over the batch (timm's {@code
 * SoftTargetCrossEntropy}; with weights PyTorch's {@code cross_entropy} of probabilities).
 *
 * <pre>{@code
 * loss        = mean over n of  -sum over k of  weight(k) target(k) log softmax(logits)(k)
 * gradient(k) = (softmax(logits)(k) sum over j of weight(j) target(j)  -  weight(k) target(k)) / N
 * }</pre>
 *
 * <p>Sums are taken in float64, in the order of the batch.
 *
 * @param weights how much each class counts
 */
public record SoftTargetCrossEntropy(ClassWeights weights) implements TargetLoss {

    /** All classes count alike. */
    public SoftTargetCrossEntropy() {
        this(ClassWeights.even());
    }

    @Override
    public double evaluateRow(float[] row, float[] target, double[] weight, int batch) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : row) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        double wanted = 0;
        for (int k = 0; k < row.length; k++) {
            sum += Math.exp(row[k] - largest);
            wanted += weight[k] * target[k];
        }
        double logSum = largest + Math.log(sum);
        double loss = 0;
        for (int k = 0; k < row.length; k++) {
            double share = weight[k] * target[k];
            double logProbability = row[k] - logSum;
            // A class that is not wanted adds nothing, however unlikely it is.
            loss -= share == 0 ? 0 : share * logProbability;
            row[k] = (float) ((Math.exp(logProbability) * wanted - share) / batch);
        }
        return Double.isNaN(logSum) ? Double.NaN : loss;
    }
}
