package io.github.mambaout.train.data;

/** A data set cannot be used as it is. The message names the file or folder, what was expected, and what to do. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message what is wrong, where, and what to do */
    public DataException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, where, and what to do
     * @param cause the failure below
     */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
