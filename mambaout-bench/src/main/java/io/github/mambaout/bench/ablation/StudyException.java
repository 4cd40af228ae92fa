package io.github.mambaout.bench.ablation;

/** A study can't go on; the message says why, and what to do. */
public final class StudyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message what is wrong, where, and what to do */
    public StudyException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, where, and what to do
     * @param cause why
     */
    public StudyException(String message, Throwable cause) {
        super(message, cause);
    }
}
