package io.github.mambaout.predict;

import io.github.mambaout.weights.ModelMetadata;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a model says about one picture. */
public final class Classification {
    private final ModelMetadata metadata;
    private final float[] logits;
    private final double[] probabilities;

    /**
     * @param metadata the model's, for the names of the classes
     * @param logits the model's output, one value for each class
     */
    Classification(ModelMetadata metadata, float[] logits) {
        this.metadata = metadata;
        this.logits = logits;
        this.probabilities = softmax(logits);
    }

    private static double[] softmax(float[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new IllegalStateException("The model's output is not finite (" + logit
                        + "): its weights are damaged, or its training has diverged. Use another weight file.");
            }
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        double[] probabilities = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            // Without the largest, exp could overflow.
            probabilities[i] = Math.exp(logits[i] - largest);
            sum += probabilities[i];
        }
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    /** @return the most probable class */
    public Prediction best() {
        return top(1).get(0);
    }

    /**
     * @param count at least 1
     * @return the most probable classes, the best first; of equal ones the lower number first; all classes if there are not
     *     so many
     */
    public List<Prediction> top(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("top needs at least 1 class, but " + count + " were asked for");
        }
        return IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -logits[i]).thenComparing(i -> i))
                .limit(count)
                .map(this::of)
                .toList();
    }

    /**
     * @param index number of a class, counted from 0
     * @return that class, and how probable it is
     */
    public Prediction of(int index) {
        return new Prediction(metadata.className(index), index, probabilities[index]);
    }

    /** @return a copy of the model's output before the softmax, one value for each class */
    public float[] logits() {
        return logits.clone();
    }

    /** @return a copy of the probabilities of all classes, which add up to 1 */
    public double[] probabilities() {
        return probabilities.clone();
    }

    @Override
    public String toString() {
        return best().toString();
    }
}
