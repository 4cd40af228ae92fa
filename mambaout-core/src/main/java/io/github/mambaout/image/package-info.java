/**
 * Pictures: read from files, changed, resized and normalised into network inputs, pixel for pixel as Pillow and timm do it.
 *
 * <p>{@link io.github.mambaout.image.PictureReader} gives a {@link io.github.mambaout.image.Picture};
 * {@link io.github.mambaout.image.Preprocessing} turns it into the tensor that a model was trained on.
 * {@link io.github.mambaout.image.Levels}, {@link io.github.mambaout.image.Enhancement} and {@link
 * io.github.mambaout.image.AffineMap} change it for training.
 */
package io.github.mambaout.image;
