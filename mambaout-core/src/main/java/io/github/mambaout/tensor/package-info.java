/**
 * Shapes, tensors on memory that the library owns, and the bridge to ND4J.
 *
 * <p>Memory is ours, the view is ND4J's: a {@link io.github.mambaout.tensor.Tensor} lies in a direct float buffer, and an
 * {@code INDArray} that shares this memory is made when somebody asks for one. Until then no ND4J backend is started.
 */
package io.github.mambaout.tensor;
