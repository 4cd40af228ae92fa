package io.github.mambaout.train.augment;

import io.github.mambaout.image.Picture;
import io.github.mambaout.layer.Randomness;

/**
 * Exchanges above and below.
 *
 * @param probability how often, from 0 to 1
 */
public record VerticalFlip(double probability) implements Augmentation {
    public VerticalFlip {
        Probability.check("a vertical flip", probability);
    }

    @Override
    public Picture apply(Picture picture, Randomness random) {
        return random.at("vertical flip").uniform(0) < probability ? picture.flippedVertically() : picture;
    }
}
