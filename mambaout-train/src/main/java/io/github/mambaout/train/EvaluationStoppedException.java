package io.github.mambaout.train;

/** Leaves an evaluation whose run was told to stop. It never leaves the run. */
final class EvaluationStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EvaluationStoppedException() {
        super("The evaluation was stopped", null, false, false);
    }
}
