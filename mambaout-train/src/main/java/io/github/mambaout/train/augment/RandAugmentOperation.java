package io.github.mambaout.train.augment;

import io.github.mambaout.image.Picture;

/**
 * The operations of timm's RandAugment: each maps a magnitude, usually from 0 to 10, to the strength of a {@link
 * PictureOperation} (timm's {@code LEVEL_TO_ARG}). Those called increasing grow stronger with the magnitude; their namesakes
 * follow the papers and don't.
 */
public enum RandAugmentOperation {
    AUTO_CONTRAST("AutoContrast", PictureOperation.AUTO_CONTRAST, (level, negated) -> 0),
    EQUALIZE("Equalize", PictureOperation.EQUALIZE, (level, negated) -> 0),
    INVERT("Invert", PictureOperation.INVERT, (level, negated) -> 0),
    /** To either side, 30 degrees at magnitude 10. */
    ROTATE("Rotate", PictureOperation.ROTATE, (level, negated) -> signed(level * 30, negated)),
    /** From 0 bits to 4, and to all 8 beyond magnitude 10. */
    POSTERIZE("Posterize", PictureOperation.POSTERIZE, (level, negated) -> Math.min(8, bits(level))),
    /** From 4 bits to 0. */
    POSTERIZE_INCREASING(
            "PosterizeIncreasing", PictureOperation.POSTERIZE, (level, negated) -> Math.max(0, 4 - bits(level))),
    /** From a threshold of 0 to 256. */
    SOLARIZE("Solarize", PictureOperation.SOLARIZE, (level, negated) -> threshold(level)),
    /** From a threshold of 256 to 0. */
    SOLARIZE_INCREASING("SolarizeIncreasing", PictureOperation.SOLARIZE, (level, negated) -> 256 - threshold(level)),
    /** From 0 to 110, and to 128 beyond magnitude 10. */
    SOLARIZE_ADD("SolarizeAdd", PictureOperation.SOLARIZE_ADD, (level, negated) -> Math.min(128, (int) (level * 110))),
    /** By a factor from 0.1 to 1.9. */
    COLOR("Color", PictureOperation.COLOR, (level, negated) -> factor(level)),
    /** By a factor from 1 to 1.9 or to 0.1. */
    COLOR_INCREASING("ColorIncreasing", PictureOperation.COLOR, RandAugmentOperation::factorFromOne),
    /** By a factor from 0.1 to 1.9. */
    CONTRAST("Contrast", PictureOperation.CONTRAST, (level, negated) -> factor(level)),
    /** By a factor from 1 to 1.9 or to 0.1. */
    CONTRAST_INCREASING("ContrastIncreasing", PictureOperation.CONTRAST, RandAugmentOperation::factorFromOne),
    /** By a factor from 0.1 to 1.9. */
    BRIGHTNESS("Brightness", PictureOperation.BRIGHTNESS, (level, negated) -> factor(level)),
    /** By a factor from 1 to 1.9 or to 0.1. */
    BRIGHTNESS_INCREASING("BrightnessIncreasing", PictureOperation.BRIGHTNESS, RandAugmentOperation::factorFromOne),
    /** By a factor from 0.1 to 1.9. */
    SHARPNESS("Sharpness", PictureOperation.SHARPNESS, (level, negated) -> factor(level)),
    /** By a factor from 1 to 1.9 or to 0.1. */
    SHARPNESS_INCREASING("SharpnessIncreasing", PictureOperation.SHARPNESS, RandAugmentOperation::factorFromOne),
    /** To either side, 0.3 columns a row at magnitude 10. */
    SHEAR_X("ShearX", PictureOperation.SHEAR_X, (level, negated) -> signed(level * 0.3, negated)),
    /** To either side, 0.3 rows a column at magnitude 10. */
    SHEAR_Y("ShearY", PictureOperation.SHEAR_Y, (level, negated) -> signed(level * 0.3, negated)),
    /** To either side, 45% of the width at magnitude 10. */
    TRANSLATE_X_RELATIVE(
            "TranslateXRel", PictureOperation.TRANSLATE_X_RELATIVE, (level, negated) -> signed(level * 0.45, negated)),
    /** To either side, 45% of the height at magnitude 10. */
    TRANSLATE_Y_RELATIVE(
            "TranslateYRel", PictureOperation.TRANSLATE_Y_RELATIVE, (level, negated) -> signed(level * 0.45, negated)),
    /** Keeps half of the saturation at magnitude 0 and none from 10 on. */
    DESATURATE("Desaturate", PictureOperation.COLOR, (level, negated) -> 1 - between(0.5, 1, level)),
    /** By a deviation from 0.1 to 2 pixels. */
    GAUSSIAN_BLUR("GaussianBlur", PictureOperation.GAUSSIAN_BLUR, (level, negated) -> between(0.1, 2, level));

    /** The magnitude that is the whole of an operation's range. */
    static final double FULL_MAGNITUDE = 10;

    /** From a magnitude through {@link #FULL_MAGNITUDE} to the operation's number. */
    private interface Strength {
        double of(double level, boolean negated);
    }

    private final String name;
    private final PictureOperation operation;
    private final Strength strength;

    RandAugmentOperation(String name, PictureOperation operation, Strength strength) {
        this.name = name;
        this.operation = operation;
        this.strength = strength;
    }

    private static double signed(double value, boolean negated) {
        return negated ? -value : value;
    }

    private static int bits(double level) {
        return (int) (level * 4);
    }

    private static int threshold(double level) {
        return Math.min(256, (int) (level * 256));
    }

    private static double factor(double level) {
        return level * 1.8 + 0.1;
    }

    private static double factorFromOne(double level, boolean negated) {
        return Math.max(0.1, 1 + signed(level * 0.9, negated));
    }

    private static double between(double low, double high, double level) {
        return Math.max(low, Math.min(high, low + (high - low) * level));
    }

    /** @return timm's name */
    public String timmName() {
        return name;
    }

    /** @return the operation of the same kind that grows stronger with the magnitude; mostly this one */
    RandAugmentOperation increasing() {
        return switch (this) {
            case POSTERIZE -> POSTERIZE_INCREASING;
            case SOLARIZE -> SOLARIZE_INCREASING;
            case COLOR -> COLOR_INCREASING;
            case CONTRAST -> CONTRAST_INCREASING;
            case BRIGHTNESS -> BRIGHTNESS_INCREASING;
            case SHARPNESS -> SHARPNESS_INCREASING;
            default -> this;
        };
    }

    /**
     * @param magnitude from 0, usually to 10
     * @param negated which of the two directions, for operations that have two
     * @return the number that the operation takes, in its own unit; 0 for those that take none
     */
    public double strength(double magnitude, boolean negated) {
        return strength.of(magnitude / FULL_MAGNITUDE, negated);
    }

    /**
     * @param picture any picture
     * @param magnitude from 0, usually to 10
     * @param negated which of the two directions, for operations that have two
     * @param resampling for operations that move pixels
     * @return the changed picture, of the same size
     */
    public Picture apply(Picture picture, double magnitude, boolean negated, Resampling resampling) {
        return operation.apply(picture, strength(magnitude, negated), resampling);
    }
}
