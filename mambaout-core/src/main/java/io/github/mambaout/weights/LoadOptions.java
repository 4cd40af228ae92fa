package io.github.mambaout.weights;

import java.util.Optional;

/**
 * What to take from a weight file where it leaves a choice.
 *
 * @param model name of a published model or of published weights ({@code mambaout_femto}, {@code mambaout_femto.in1k})
 *     whose parameters these are; empty to let the file tell. Classes and the picture's channels are the file's in any case
 * @param weights which weights to take from a checkpoint that holds two sets
 */
public record LoadOptions(Optional<String> model, WeightSet weights) {

    /**
     * Checks that there is such a model.
     *
     * @throws IllegalArgumentException if there is none; the message suggests near names
     */
    public LoadOptions {
        model.ifPresent(PublishedWeights::named);
    }

    /** @return the model that the file tells of, and the weights that the optimiser changed */
    public static LoadOptions defaults() {
        return new LoadOptions(Optional.empty(), WeightSet.TRAINED);
    }

    /**
     * @param nameOrTag name of a published model or of published weights
     * @return these options with it
     * @throws IllegalArgumentException if there is none; the message suggests near names
     */
    public LoadOptions withModel(String nameOrTag) {
        return new LoadOptions(Optional.of(nameOrTag), weights);
    }

    /**
     * @param set which weights to take from a checkpoint that holds two sets
     * @return these options with it
     */
    public LoadOptions withWeights(WeightSet set) {
        return new LoadOptions(model, set);
    }
}
