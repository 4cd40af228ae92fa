package io.github.mambaout.weights;

import io.github.mambaout.tensor.Shape;

/**
 * What a weight file says about one of its tensors.
 *
 * @param type the type of its elements in the file
 * @param shape its sizes
 */
public record StoredTensor(ElementType type, Shape shape) {}
