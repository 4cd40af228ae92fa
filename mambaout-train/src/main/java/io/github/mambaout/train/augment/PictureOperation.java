package io.github.mambaout.train.augment;

import io.github.mambaout.image.AffineMap;
import io.github.mambaout.image.Enhancement;
import io.github.mambaout.image.GaussianBlur;
import io.github.mambaout.image.Levels;
import io.github.mambaout.image.Picture;

/**
 * The operations that policies draw from, each with one number for its strength (timm's {@code NAME_TO_OP}); the pixels are
 * Pillow's, bit for bit.
 */
public enum PictureOperation {
    /** Nothing. */
    IDENTITY((picture, none, resampling) -> picture),
    /** Stretches each channel from 0 to 255; takes no number. */
    AUTO_CONTRAST((picture, none, resampling) -> Levels.autoContrast(picture).apply(picture)),
    /** Evens each channel's histogram; takes no number. */
    EQUALIZE((picture, none, resampling) -> Levels.equalized(picture).apply(picture)),
    /** Exchanges light and dark; takes no number. */
    INVERT((picture, none, resampling) -> Levels.inverted().apply(picture)),
    /** Turns counter-clockwise about the middle, in degrees. */
    ROTATE((picture, degrees, resampling) ->
            resampling.apply(AffineMap.rotation(degrees, picture.width(), picture.height()), picture)),
    /** Keeps so many upper bits of each level. */
    POSTERIZE((picture, bits, resampling) -> Levels.posterized((int) bits).apply(picture)),
    /** Inverts levels from a threshold on. */
    SOLARIZE((picture, threshold, resampling) -> Levels.solarized(threshold).apply(picture)),
    /** Adds to levels below 128. */
    SOLARIZE_ADD((picture, addition, resampling) ->
            Levels.darkHalfRaised((int) addition).apply(picture)),
    /** Multiplies the saturation. */
    COLOR((picture, factor, resampling) -> Enhancement.color(picture, factor)),
    /** Multiplies the contrast. */
    CONTRAST((picture, factor, resampling) -> Enhancement.contrast(picture, factor)),
    /** Multiplies the brightness. */
    BRIGHTNESS((picture, factor, resampling) -> Enhancement.brightness(picture, factor)),
    /** Multiplies the sharpness. */
    SHARPNESS((picture, factor, resampling) -> Enhancement.sharpness(picture, factor)),
    /** Moves each row to the left against the row above it, by so many columns. */
    SHEAR_X((picture, columns, resampling) -> resampling.apply(AffineMap.shearX(columns), picture)),
    /** Moves each column up against the column left of it, by so many rows. */
    SHEAR_Y((picture, rows, resampling) -> resampling.apply(AffineMap.shearY(rows), picture)),
    /** Moves to the left, in columns. */
    TRANSLATE_X((picture, columns, resampling) -> resampling.apply(AffineMap.translation(columns, 0), picture)),
    /** Moves up, in rows. */
    TRANSLATE_Y((picture, rows, resampling) -> resampling.apply(AffineMap.translation(0, rows), picture)),
    /** Moves to the left, in shares of the width. */
    TRANSLATE_X_RELATIVE((picture, share, resampling) ->
            resampling.apply(AffineMap.translation(share * picture.width(), 0), picture)),
    /** Moves up, in shares of the height. */
    TRANSLATE_Y_RELATIVE((picture, share, resampling) ->
            resampling.apply(AffineMap.translation(0, share * picture.height()), picture)),
    /** Blurs, in pixels of standard deviation. */
    GAUSSIAN_BLUR((picture, deviation, resampling) -> GaussianBlur.apply(picture, deviation));

    /** What an operation does. */
    private interface Change {
        Picture apply(Picture picture, double strength, Resampling resampling);
    }

    private final Change change;

    PictureOperation(Change change) {
        this.change = change;
    }

    /**
     * @param picture any picture
     * @param strength the operation's number, in its own unit
     * @param resampling for operations that move pixels
     * @return the changed picture, of the same size
     */
    public Picture apply(Picture picture, double strength, Resampling resampling) {
        return change.apply(picture, strength, resampling);
    }
}
