/**
 * Weight files: safetensors read and written, PyTorch's checkpoints read, and the metadata that makes a saved file alone enough to predict.
 *
 * <p>{@link io.github.mambaout.weights.WeightFile} is what all files have in common. {@link
 * io.github.mambaout.weights.SafetensorsFile}, {@link io.github.mambaout.weights.PyTorchFile} and {@link
 * io.github.mambaout.weights.SafetensorsWriter} know the containers and nothing of models; {@link io.github.mambaout.weights.ModelMetadata} knows the keys of the metadata.
 */
package io.github.mambaout.weights;
