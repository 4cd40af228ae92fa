package io.github.mambaout.train.augment;

import io.github.mambaout.image.Enhancement;
import io.github.mambaout.image.HueShift;
import io.github.mambaout.image.Picture;
import io.github.mambaout.layer.Randomness;

/**
 * Changes brightness, contrast, saturation and hue at random and in random order (torchvision's {@code ColorJitter}). The first
 * three are multiplied by a factor drawn evenly from {@code 1 - x} (at least 0) to {@code 1 + x}.
 *
 * @param brightness largest change, at least 0; 0 for none
 * @param contrast likewise
 * @param saturation likewise
 * @param hue largest turn in full turns, from 0 to 0.5; 0 for none
 * @param probability how often, from 0 to 1
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue, double probability)
        implements Augmentation {
    private static final int PROPERTIES = 4;

    /** Checks the values. */
    public ColorJitter {
        checkChange("brightness", brightness);
        checkChange("contrast", contrast);
        checkChange("saturation", saturation);
        if (!(hue >= 0 && hue <= 0.5)) {
            throw new IllegalArgumentException("Colour jitter turns the hue by 0 to 0.5 of a full turn, not by " + hue);
        }
        Probability.check("colour jitter", probability);
    }

    private static void checkChange(String property, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    "Colour jitter changes the " + property + " by a share of at least 0, not by " + value);
        }
    }

    @Override
    public Picture apply(Picture picture, Randomness random) {
        Randomness draws = random.at("colour jitter");
        if (draws.uniform(0) >= probability) {
            return picture;
        }
        Picture changed = picture;
        for (int property : order(draws.at("order"))) {
            changed = change(changed, property, draws.at("change").uniform(property));
        }
        return changed;
    }

    private Picture change(Picture picture, int property, double share) {
        return switch (property) {
            case 0 -> brightness == 0 ? picture : Enhancement.brightness(picture, factor(brightness, share));
            case 1 -> contrast == 0 ? picture : Enhancement.contrast(picture, factor(contrast, share));
            case 2 -> saturation == 0 ? picture : Enhancement.color(picture, factor(saturation, share));
            default -> hue == 0 ? picture : HueShift.apply(picture, new Range(-hue, hue).at(share));
        };
    }

    private static double factor(double change, double share) {
        return new Range(Math.max(0, 1 - change), 1 + change).at(share);
    }

    /** Fisher and Yates' shuffle. */
    static int[] order(Randomness draws) {
        int[] order = new int[PROPERTIES];
        for (int i = 0; i < PROPERTIES; i++) {
            int j = draws.below(i, i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
