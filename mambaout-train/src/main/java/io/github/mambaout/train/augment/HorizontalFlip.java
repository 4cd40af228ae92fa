package io.github.mambaout.train.augment;

import io.github.mambaout.image.Picture;
import io.github.mambaout.layer.Randomness;

/**
 * Exchanges left and right.
 *
 * @param probability how often, from 0 to 1
 */
public record HorizontalFlip(double probability) implements Augmentation {
    public HorizontalFlip {
        Probability.check("a flip", probability);
    }

    @Override
    public Picture apply(Picture picture, Randomness random) {
        return random.at("flip").uniform(0) < probability ? picture.flipped() : picture;
    }
}
