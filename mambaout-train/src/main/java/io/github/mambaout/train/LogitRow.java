package io.github.mambaout.train;

import java.util.ArrayList;
import java.util.List;

/**
 * The logits of one picture, which put all classes in a strict order: of equal logits the lower index comes first, and those that are no
 * numbers come last.
 *
 * @param logits one for each class; owned by this value
 */
record LogitRow(float[] logits) {
    /** How many classes come before this one. */
    int rank(int label) {
        int rank = 0;
        for (int k = 0; k < logits.length; k++) {
            if (comesBefore(k, label)) {
                rank++;
            }
        }
        return rank;
    }

    /** The classes that come before all others, at most so many. */
    List<Integer> first(int most) {
        List<Integer> first = new ArrayList<>();
        while (first.size() < Math.min(most, logits.length)) {
            int next = -1;
            for (int k = 0; k < logits.length; k++) {
                boolean isFree = !first.contains(k);
                if (isFree && (next < 0 || comesBefore(k, next))) {
                    next = k;
                }
            }
            first.add(next);
        }
        return first;
    }

    private boolean comesBefore(int k, int other) {
        float a = value(k);
        float b = value(other);
        return a > b || a == b && k < other;
    }

    private float value(int k) {
        return Float.isNaN(logits[k]) ? Float.NEGATIVE_INFINITY : logits[k];
    }

    /** The logarithm of the sum of all exponentials, in float64: less a logit, it is the cross-entropy of that class. */
    double logSum() {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        return largest + Math.log(sum);
    }
}
