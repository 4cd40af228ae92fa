package io.github.mambaout.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which stages' maps are wanted (timm's {@code out_indices}): by index from 0, or from the end, where -1 is the last stage. The
 * maps come in the order of the stages, each once, whatever the order of the indices.
 *
 * @param indices indices, at least one
 */
public record OutIndices(List<Integer> indices) {

    /** Copies the indices. */
    public OutIndices {
        indices = List.copyOf(indices);
        if (indices.isEmpty()) {
            throw new IllegalArgumentException("out_indices must name at least one stage, but is empty");
        }
    }

    /**
     * @param indices at least one index
     * @return a selection of these
     */
    public static OutIndices of(int... indices) {
        return new OutIndices(Arrays.stream(indices).boxed().toList());
    }

    /**
     * @param count how many stages, at least 1
     * @return a selection of the last ones
     */
    public static OutIndices last(int count) {
        return new OutIndices(IntStream.rangeClosed(-count, -1).boxed().toList());
    }

    /**
     * @param stages how many stages a network has
     * @return the selected stages' indices from 0, rising
     * @throws IllegalArgumentException if an index names no stage; the message names it
     */
    public List<Integer> in(int stages) {
        return indices.stream()
                .map(index -> stage(index, stages))
                .distinct()
                .sorted()
                .toList();
    }

    private static int stage(int index, int stages) {
        if (index < -stages || index >= stages) {
            throw new IllegalArgumentException("out_indices: there is no stage " + index + "; the network has " + stages
                    + ", so indices go from " + -stages + " to " + (stages - 1));
        }
        return index < 0 ? stages + index : index;
    }
}
