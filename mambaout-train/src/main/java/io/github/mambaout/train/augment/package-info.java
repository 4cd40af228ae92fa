/**
 * What is done to training pictures so that no two epochs look alike.
 *
 * <p>{@link io.github.mambaout.train.augment.AugmentationSettings} says what, {@link
 * io.github.mambaout.train.augment.PictureToInput} does it.
 */
package io.github.mambaout.train.augment;
