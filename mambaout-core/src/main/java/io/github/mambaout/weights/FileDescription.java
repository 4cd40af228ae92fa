package io.github.mambaout.weights;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a weight file holds, told without reading its weights.
 *
 * @param kind for people: of what kind the file is
 * @param types types of the parameters' values in the file
 * @param tensors number of parameters
 * @param values number of their values in all
 * @param naming how the parameters are named
 * @param prefix what stands before each name, for instance {@code module.}; empty for nothing
 * @param sets which sets of weights the file holds
 * @param metadata what is known of the model
 * @param basis for people: what the model was told from
 * @param assumption for people: what of the model could not be told from anything; empty if nothing was assumed
 */
public record FileDescription(
        String kind,
        Set<ElementType> types,
        int tensors,
        long values,
        ParameterNaming naming,
        String prefix,
        Set<WeightSet> sets,
        ModelMetadata metadata,
        String basis,
        Optional<String> assumption) {

    /** Copies the sets. */
    public FileDescription {
        types = Collections.unmodifiableSet(EnumSet.copyOf(types));
        sets = Collections.unmodifiableSet(EnumSet.copyOf(sets));
    }
}
