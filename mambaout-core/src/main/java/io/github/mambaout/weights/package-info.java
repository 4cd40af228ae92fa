/**
 * Weight files: safetensors read and written, and the metadata that makes a saved file alone enough to predict.
 *
 * <p>{@link io.github.mambaout.weights.WeightFile} is what all files have in common. {@link
 * io.github.mambaout.weights.SafetensorsFile} and {@link io.github.mambaout.weights.SafetensorsWriter} know the
 * container and nothing of models; {@link io.github.mambaout.weights.ModelMetadata} knows the keys of the metadata.
 */
package io.github.mambaout.weights;
