package io.github.mambaout.train.data;

import io.github.mambaout.image.Picture;

/**
 * A labelled picture.
 *
 * @param picture the picture
 * @param label index of its class
 */
public record Sample(Picture picture, int label) {}
