package io.github.mambaout.image;

/**
 * How {@link AffineMap} finds the colour at a place between the pixels, as Pillow's {@code Image.transform} does: without
 * antialiasing, and at the border with the border's pixels repeated.
 */
public enum AffineFilter {
    /** The pixel that the place lies in, found in fixed point with 16 bits behind the point. */
    NEAREST,
    /** A mixture of the 4 nearest pixels. */
    BILINEAR,
    /** A mixture of the 16 nearest pixels by the cubic with {@code a = -1}; resizing has another, with {@code a = -0.5}. */
    BICUBIC
}
