package io.github.mambaout.weights;

import java.nio.file.Path;

/**
 * A weight file can't be read, can't be written, or does not fit the model. The message names the file, the parameter if
 * there is one, what was expected, and what to do.
 */
public final class WeightFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param file the weight file
     * @param problem what was found, what was expected and what to do
     */
    public WeightFileException(Path file, String problem) {
        super(file + ": " + problem);
    }

    /**
     * @param file the weight file
     * @param problem what was found, what was expected and what to do
     * @param cause why the file could not be read or written
     */
    public WeightFileException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
