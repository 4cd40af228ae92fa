package io.github.mambaout.weights;

import io.github.mambaout.model.MambaOut;

/**
 * A model as it comes from a file.
 *
 * @param model the network with its weights
 * @param metadata what the file says about it
 */
public record SavedModel(MambaOut model, ModelMetadata metadata) {}
