/**
 * Weight files: safetensors read and written, PyTorch's checkpoints read, and the metadata that makes a saved file alone enough to predict.
 *
 * <p>{@link io.github.mambaout.weights.WeightFile} is what all files have in common. {@link
 * io.github.mambaout.weights.SafetensorsFile}, {@link io.github.mambaout.weights.PyTorchFile} and {@link
 * io.github.mambaout.weights.SafetensorsWriter} know the containers and nothing of models; {@link io.github.mambaout.weights.ModelMetadata} knows the keys of the metadata.
 *
 * <p>{@link io.github.mambaout.weights.ModelFile} puts a model between them: {@link
 * io.github.mambaout.weights.ParameterNaming} knows how files name parameters, and what a file does not say about its model
 * is told from the parameters and from what is published ({@link io.github.mambaout.weights.PublishedWeights}).
 */
package io.github.mambaout.weights;
