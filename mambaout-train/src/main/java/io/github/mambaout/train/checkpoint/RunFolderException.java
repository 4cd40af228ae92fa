package io.github.mambaout.train.checkpoint;

/** A run's folder cannot be used. The message names it and says why and what to do. */
public final class RunFolderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message names the folder, says why and what to do */
    public RunFolderException(String message) {
        super(message);
    }

    RunFolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
