package io.github.mambaout.predict;

import java.util.Locale;

/**
 * A class, and how sure the model is of it.
 *
 * @param label the class's name, or its number if the model has no names
 * @param index the class's number, from 0
 * @param probability 0 to 1; the probabilities of all classes add up to 1
 */
public record Prediction(String label, int index, double probability) {

    /** @return for instance {@code ankle boot 97.3%} */
    @Override
    public String toString() {
        return label + String.format(Locale.ROOT, " %.1f%%", 100 * probability);
    }
}
