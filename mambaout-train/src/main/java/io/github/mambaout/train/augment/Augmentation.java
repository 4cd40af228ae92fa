package io.github.mambaout.train.augment;

import io.github.mambaout.image.Picture;
import io.github.mambaout.layer.Randomness;

/** A random change of a picture that leaves its class as it is. */
public interface Augmentation {
    /**
     * @param picture a picture
     * @param random numbers of this sample in this epoch
     * @return the changed picture, or the same one
     */
    Picture apply(Picture picture, Randomness random);
}
