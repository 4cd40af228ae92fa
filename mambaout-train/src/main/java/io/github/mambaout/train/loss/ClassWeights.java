package io.github.mambaout.train.loss;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How much each class counts in a loss.
 *
 * @param values a weight of at least 0 for each class; empty for 1 each
 */
public record ClassWeights(List<Double> values) {
    public ClassWeights {
        values = List.copyOf(values);
        for (int k = 0; k < values.size(); k++) {
            if (!(values.get(k) >= 0) || Double.isInfinite(values.get(k))) {
                throw new IllegalArgumentException(
                        "The weight of class " + k + " must be a number of at least 0, not " + values.get(k));
            }
        }
    }

    /** @return all classes count alike */
    public static ClassWeights even() {
        return new ClassWeights(List.of());
    }

    /**
     * Lets rare classes count as much as frequent ones: class {@code k} of {@code C} weighs {@code pictures / (C pictures of k)},
     * so that the mean over the training pictures is 1 (scikit-learn's {@code balanced}). A class without pictures weighs 0.
     *
     * @param pictures training pictures of each class, at least one of them above 0
     * @return weights
     */
    public static ClassWeights balanced(int... pictures) {
        long total = Arrays.stream(pictures).asLongStream().sum();
        long present = Arrays.stream(pictures).filter(count -> count > 0).count();
        if (present == 0) {
            throw new IllegalArgumentException("Classes cannot be balanced without a single picture");
        }
        return new ClassWeights(Arrays.stream(pictures)
                .mapToObj(count -> count == 0 ? 0.0 : (double) total / (present * (double) count))
                .toList());
    }

    /** The weight of every class, checked against their number. */
    double[] of(int classes) {
        List<Double> weights = values.isEmpty() ? Collections.nCopies(classes, 1.0) : values;
        if (weights.size() != classes) {
            throw new IllegalArgumentException("There are weights for " + weights.size() + " classes, but " + classes
                    + " logits. Give one weight for each class of the data set.");
        }
        return weights.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
