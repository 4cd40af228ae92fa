package io.github.mambaout.train.augment;

import io.github.mambaout.image.Picture;
import io.github.mambaout.layer.Randomness;

/**
 * TrivialAugment with its wide ranges (Müller and Hutter): one operation of 14, at one of 31 strengths, as torchvision's {@code
 * TrivialAugmentWide} has it.
 *
 * @param resampling how moved pictures look; torchvision's defaults are the nearest pixel and black
 */
public record TrivialAugment(Resampling resampling) implements Augmentation {
    /** The strongest of the 31 strengths. */
    static final int STEPS = 30;

    @Override
    public Picture apply(Picture picture, Randomness random) {
        Randomness draws = random.at("trivial augment");
        Choice[] choices = Choice.values();
        Choice choice = choices[draws.below(0, choices.length)];
        int step = draws.below(1, STEPS + 1);
        int sign = draws.below(2, 2) == 0 ? 1 : -1;
        return choice.operation.apply(picture, choice.strength.of(step, sign), resampling);
    }

    /** From a step, 0 to {@link #STEPS}, and a direction, 1 or -1, to an operation's number. */
    interface Strength {
        double of(int step, int sign);
    }

    /** Torchvision's augmentation space. */
    enum Choice {
        IDENTITY(PictureOperation.IDENTITY, (step, sign) -> 0),
        SHEAR_X(PictureOperation.SHEAR_X, (step, sign) -> sign * share(0.99, step)),
        SHEAR_Y(PictureOperation.SHEAR_Y, (step, sign) -> sign * share(0.99, step)),
        TRANSLATE_X(PictureOperation.TRANSLATE_X, (step, sign) -> sign * (int) share(32, step)),
        TRANSLATE_Y(PictureOperation.TRANSLATE_Y, (step, sign) -> sign * (int) share(32, step)),
        ROTATE(PictureOperation.ROTATE, (step, sign) -> sign * share(135, step)),
        BRIGHTNESS(PictureOperation.BRIGHTNESS, (step, sign) -> 1 + sign * share(0.99, step)),
        COLOR(PictureOperation.COLOR, (step, sign) -> 1 + sign * share(0.99, step)),
        CONTRAST(PictureOperation.CONTRAST, (step, sign) -> 1 + sign * share(0.99, step)),
        SHARPNESS(PictureOperation.SHARPNESS, (step, sign) -> 1 + sign * share(0.99, step)),
        POSTERIZE(PictureOperation.POSTERIZE, (step, sign) -> 8 - Math.rint(share(6, step))),
        SOLARIZE(PictureOperation.SOLARIZE, (step, sign) -> share(255, STEPS - step)),
        AUTO_CONTRAST(PictureOperation.AUTO_CONTRAST, (step, sign) -> 0),
        EQUALIZE(PictureOperation.EQUALIZE, (step, sign) -> 0);

        final PictureOperation operation;
        final Strength strength;

        Choice(PictureOperation operation, Strength strength) {
            this.operation = operation;
            this.strength = strength;
        }

        private static double share(double strongest, int step) {
            return strongest * step / STEPS;
        }
    }
}
