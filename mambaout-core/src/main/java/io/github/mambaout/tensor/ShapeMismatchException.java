package io.github.mambaout.tensor;

/** A tensor of one shape came where another was needed. The message names both, and where it happened. */
public final class ShapeMismatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** @param message both shapes, the place, and what to do */
    public ShapeMismatchException(String message) {
        super(message);
    }

    /**
     * @param where the layer, file or operation that refuses
     * @param expected what it needs, a shape or a pattern such as {@code [N, H, W, 48]}
     * @param actual what it was given
     */
    public ShapeMismatchException(String where, Object expected, Shape actual) {
        this(where + " needs " + expected + " but was given " + actual);
    }
}
