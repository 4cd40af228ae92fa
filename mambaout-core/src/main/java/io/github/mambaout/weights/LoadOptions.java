package io.github.mambaout.weights;

import io.github.mambaout.model.ModelZoo;
import java.util.Optional;

/**
 * What to take from a weight file where it leaves a choice.
 *
 * @param model name of the published model whose weights these are; empty to let the file tell. Classes and the picture's
 *     channels are the file's in any case
 * @param averagedWeights whether a checkpoint's averaged weights (EMA) are taken, rather than those of its last step
 */
public record LoadOptions(Optional<String> model, boolean averagedWeights) {

    /**
     * Checks that there is such a model.
     *
     * @throws IllegalArgumentException if there is none; the message suggests near names
     */
    public LoadOptions {
        model.ifPresent(ModelZoo::config);
    }

    /** @return the model that the file tells of, and the weights of the last step */
    public static LoadOptions defaults() {
        return new LoadOptions(Optional.empty(), false);
    }

    /**
     * @param name name of a published model
     * @return these options with it
     * @throws IllegalArgumentException if there is none; the message suggests near names
     */
    public LoadOptions withModel(String name) {
        return new LoadOptions(Optional.of(name), averagedWeights);
    }

    /** @return these options with the averaged weights of a checkpoint */
    public LoadOptions withAveragedWeights() {
        return new LoadOptions(model, true);
    }
}
