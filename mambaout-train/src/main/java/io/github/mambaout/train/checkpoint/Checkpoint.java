package io.github.mambaout.train.checkpoint;

import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.weights.ModelMetadata;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything from which a run goes on to the same bits. Random numbers are drawn by keys, so the number of updates is the whole
 * position: which batch is next, and what is drawn for it, follows from it and from the settings.
 *
 * @param updates updates that the run has come to, those that it passed over included
 * @param model the network, its classes and its preprocessing
 * @param settings what decides about the weights, name to value; a run of other settings does not go on from here
 * @param history what the run has measured so far, in the words of whoever measured it
 * @param weights all parameters, one behind the other
 * @param averaged the moving average of the weights, laid out likewise; empty if there is none
 * @param optimizerUpdates updates that the optimiser has made
 * @param optimizer what the optimiser remembers, name to tensor
 */
public record Checkpoint(
        long updates,
        ModelMetadata model,
        Map<String, String> settings,
        String history,
        Tensor weights,
        Optional<Tensor> averaged,
        long optimizerUpdates,
        Map<String, Tensor> optimizer) {
    public Checkpoint {
        if (updates < 0 || optimizerUpdates < 0) {
            throw new IllegalArgumentException(
                    "Updates are counted from 0, but are " + updates + " and, of the optimiser, " + optimizerUpdates);
        }
        settings = Map.copyOf(settings);
        optimizer = Collections.unmodifiableMap(new LinkedHashMap<>(optimizer));
    }
}
