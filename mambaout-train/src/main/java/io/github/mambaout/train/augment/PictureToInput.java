package io.github.mambaout.train.augment;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.data.SampleTransform;
import java.util.List;

/** Augments a picture, then resizes and normalises it. What is drawn depends on (seed, epoch, sample, purpose) alone. */
public final class PictureToInput implements SampleTransform {
    private final List<Augmentation> augmentations;
    private final Preprocessing preprocessing;
    private final Randomness random;

    /**
     * @param augmentations in the order of their use; none for evaluation
     * @param preprocessing what makes a picture an input
     * @param seed of the run
     */
    public PictureToInput(List<Augmentation> augmentations, Preprocessing preprocessing, long seed) {
        this.augmentations = List.copyOf(augmentations);
        this.preprocessing = preprocessing;
        this.random = Randomness.ofSeed(seed).at("augment");
    }

    /**
     * @param preprocessing what makes a picture an input
     * @return a transform without anything random
     */
    public static PictureToInput forEvaluation(Preprocessing preprocessing) {
        return new PictureToInput(List.of(), preprocessing, 0);
    }

    @Override
    public Shape batchShape(int batchSize) {
        return Shape.of(batchSize, preprocessing.height(), preprocessing.width(), preprocessing.channels());
    }

    @Override
    public void apply(Picture picture, long epoch, int index, Tensor batch, int place) {
        Randomness sample = random.at(epoch).at(index);
        Picture augmented = picture;
        for (Augmentation augmentation : augmentations) {
            augmented = augmentation.apply(augmented, sample);
        }
        preprocessing.applyTo(augmented, batch, place);
    }
}
