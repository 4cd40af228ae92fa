package io.github.mambaout.train.augment;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.layer.Randomness;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.data.SampleKey;
import io.github.mambaout.train.data.SampleTransform;
import java.util.List;

/** Augments a picture, then resizes and normalises it. What is drawn depends on (seed, epoch, sample, repetition, purpose) alone. */
public final class PictureToInput implements SampleTransform {
    private final List<Augmentation> pictureAugmentations;
    private final Normalization normalization;
    private final List<InputAugmentation> inputAugmentations;
    private final Preprocessing preprocessing;
    private final Randomness random;

    /** The step from a picture to an input. */
    private interface Normalization {
        void apply(Picture picture, Tensor batch, int place);
    }

    private PictureToInput(
            List<Augmentation> pictureAugmentations,
            Normalization normalization,
            List<InputAugmentation> inputAugmentations,
            Preprocessing preprocessing,
            long seed) {
        this.pictureAugmentations = List.copyOf(pictureAugmentations);
        this.normalization = normalization;
        this.inputAugmentations = List.copyOf(inputAugmentations);
        this.preprocessing = preprocessing;
        this.random = Randomness.ofSeed(seed).at("augment");
    }

    /**
     * @param augmentations in the order of their use, before the picture is resized and cut as for evaluation
     * @param preprocessing what makes a picture an input
     * @param seed of the run
     */
    public PictureToInput(List<Augmentation> augmentations, Preprocessing preprocessing, long seed) {
        this(augmentations, preprocessing::applyTo, List.of(), preprocessing, seed);
    }

    /**
     * @param settings what is done to pictures and inputs
     * @param preprocessing what makes a picture an input; of a random crop only its size and normalisation matter
     * @param seed of the run
     * @return a transform for training
     */
    public static PictureToInput forTraining(AugmentationSettings settings, Preprocessing preprocessing, long seed) {
        return new PictureToInput(
                settings.pictureAugmentations(preprocessing),
                settings.trainCropMode() == TrainingCrop.RANDOM_RESIZED
                        ? preprocessing::normalizeTo
                        : preprocessing::applyTo,
                settings.inputAugmentations(),
                preprocessing,
                seed);
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
    public void apply(Picture picture, SampleKey key, Tensor batch, int place) {
        Randomness sample = key.in(random);
        Picture augmented = picture;
        for (Augmentation augmentation : pictureAugmentations) {
            augmented = augmentation.apply(augmented, sample);
        }
        normalization.apply(augmented, batch, place);
        for (InputAugmentation augmentation : inputAugmentations) {
            augmentation.apply(batch, place, sample);
        }
    }
}
