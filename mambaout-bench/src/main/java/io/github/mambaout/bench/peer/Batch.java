package io.github.mambaout.bench.peer;

import io.github.mambaout.layer.Layer;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.stream.IntStream;

/** Made-up pictures with labels: the time of a pass does not depend on what they show. */
public final class Batch {
    private final Tensor pictures;
    private final int[] labels;

    private Batch(Tensor pictures, int[] labels) {
        this.pictures = pictures;
        this.labels = labels;
    }

    /**
     * @param network what will be given the pictures
     * @param shape {@code [N, H, W, C]}
     * @return uniform noise of deviation 1, always the same, with the labels 0, 1, 2 and so on, from 0 again behind the last class
     */
    public static Batch of(Layer network, Shape shape) {
        Randomness random = Randomness.ofSeed(0).at("pictures");
        Tensor pictures = Tensor.zeros(shape);
        for (int i = 0; i < shape.elements(); i++) {
            pictures.data().put(i, (float) ((2 * random.uniform(i) - 1) * Math.sqrt(3)));
        }
        int classes = network.outputShape(shape).channels();
        return new Batch(
                pictures,
                IntStream.range(0, shape.size(0)).map(n -> n % classes).toArray());
    }

    /**
     * @param pictures {@code [N, H, W, C]}; shared, not copied
     * @param labels the class of each of the {@code N} pictures
     * @return these pictures with these labels
     */
    public static Batch of(Tensor pictures, int... labels) {
        if (pictures.shape().size(0) != labels.length) {
            throw new IllegalArgumentException(
                    labels.length + " labels were given for pictures " + pictures.shape() + "; each needs one");
        }
        return new Batch(pictures, labels.clone());
    }

    /** @return the pictures, {@code [N, H, W, C]}; not to be changed */
    public Tensor pictures() {
        return pictures;
    }

    /** @return the class of each picture */
    public int[] labels() {
        return labels.clone();
    }

    /** @return how many pictures there are */
    public int size() {
        return labels.length;
    }
}
