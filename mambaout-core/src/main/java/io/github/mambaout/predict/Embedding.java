package io.github.mambaout.predict;

import io.github.mambaout.tensor.Shape;

/** A picture as numbers: two pictures that look alike to the network have embeddings that are near. */
public final class Embedding {
    private final Shape shape;
    private final float[] values;

    /**
     * @param shape {@code [D]}, or {@code [H, W, C]} for a feature map
     * @param values taken over
     */
    Embedding(Shape shape, float[] values) {
        this.shape = shape;
        this.values = values;
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalStateException("The model's features are not finite (" + value
                        + "): its weights are damaged, or its training has diverged. Use another weight file.");
            }
        }
    }

    /** @return {@code [D]}, or {@code [H, W, C]} for a feature map */
    public Shape shape() {
        return shape;
    }

    /** @return a copy of the values in C order */
    public float[] values() {
        return values.clone();
    }

    /** @return the same direction with length 1 (L2), so that inner products are cosines; zeros stay zeros */
    public Embedding normalized() {
        double length = length();
        float[] scaled = values.clone();
        for (int i = 0; i < scaled.length && length > 0; i++) {
            scaled[i] = (float) (scaled[i] / length);
        }
        return new Embedding(shape, scaled);
    }

    /**
     * @param other an embedding of the same features
     * @return cosine of the angle between the two, −1 to 1; 0 if one of them is zero
     */
    public double cosine(Embedding other) {
        if (!shape.equals(other.shape)) {
            throw new IllegalArgumentException(
                    "Embeddings of shapes " + shape + " and " + other.shape + " can't be compared; embed both alike");
        }
        double product = 0;
        for (int i = 0; i < values.length; i++) {
            product += (double) values[i] * other.values[i];
        }
        double lengths = length() * other.length();
        return lengths == 0 ? 0 : Math.max(-1, Math.min(1, product / lengths));
    }

    private double length() {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    /** @return for instance {@code Embedding[1152]} */
    @Override
    public String toString() {
        return "Embedding" + shape;
    }
}
