package io.github.mambaout.train;

import java.util.List;

/**
 * What a network made of one held-out picture.
 *
 * @param index of the picture in its data set
 * @param label index of its class
 * @param first the classes with the largest logits, the largest first: five, or all if there are fewer
 */
public record JudgedPicture(int index, int label, List<Integer> first) {
    /** Copies the list. */
    public JudgedPicture {
        first = List.copyOf(first);
    }
}
