package io.github.mambaout.train.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the parts of a data set lie, as one text: {@code TRAIN}, or {@code TRAIN,val=HELDOUT}.
 *
 * @param training what is trained on
 * @param heldOut what judges, if it is named
 */
record PartTexts(String training, Optional<String> heldOut) {
    private static final String HELD_OUT = ",val=";

    static PartTexts of(String text) {
        int comma = text.indexOf(HELD_OUT);
        return comma < 0
                ? new PartTexts(text, Optional.empty())
                : new PartTexts(text.substring(0, comma), Optional.of(text.substring(comma + HELD_OUT.length())));
    }

    /** The first text as a path. */
    Path path() {
        return path(training);
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new DataException("'" + text + "' is no path: " + e.getMessage(), e);
        }
    }
}
