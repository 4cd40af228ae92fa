package io.github.mambaout.weights.pickle;

import java.io.IOException;

/** A pickle is damaged, is larger than any that is made of weights, or asks for what is not allowed. */
public final class PickleException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param problem what was found; continues a sentence that begins with the file's name */
    public PickleException(String problem) {
        super(problem);
    }
}
