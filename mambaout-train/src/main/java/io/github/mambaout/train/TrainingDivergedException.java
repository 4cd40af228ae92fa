package io.github.mambaout.train;

/** The loss or its gradient is no finite number, so that training cannot go on. The message says at which update. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long update;

    TrainingDivergedException(long update, String message) {
        super(message);
        this.update = update;
    }

    /** @return the update that failed, counted from 0 */
    public long update() {
        return update;
    }
}
