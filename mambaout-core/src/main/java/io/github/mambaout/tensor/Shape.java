package io.github.mambaout.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor, outermost first. Feature maps are {@code [N, H, W, C]}; weights keep the layout of timm's state
 * dict. Sizes are at least 0; a shape without sizes is a scalar of one element.
 */
public final class Shape {
    private final int[] sizes;

    private Shape(int[] sizes) {
        this.sizes = sizes;
    }

    /**
     * @param sizes sizes, outermost first
     * @return the shape
     * @throws IllegalArgumentException if a size is negative or the elements do not fit an array index
     */
    public static Shape of(int... sizes) {
        long elements = 1;
        for (int size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException("Shape " + Arrays.toString(sizes) + " has a negative size");
            }
            elements *= size;
            if (elements > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "Shape " + Arrays.toString(sizes) + " has more elements than one tensor can hold (2^31 - 1)");
            }
        }
        return new Shape(sizes.clone());
    }

    /** @return the number of dimensions */
    public int rank() {
        return sizes.length;
    }

    /**
     * @param dimension index of a dimension; negative ones count from the end, so that -1 is the innermost
     * @return its size
     */
    public int size(int dimension) {
        return sizes[dimension < 0 ? sizes.length + dimension : dimension];
    }

    /** @return the innermost size: the channels of a feature map or the features of a row; 1 for a scalar */
    public int channels() {
        return sizes.length == 0 ? 1 : sizes[sizes.length - 1];
    }

    /** @return the product of all sizes but the innermost: the pixels of a batch of maps */
    public int rows() {
        int rows = 1;
        for (int i = 0; i < sizes.length - 1; i++) {
            rows *= sizes[i];
        }
        return rows;
    }

    /** @return the product of all sizes */
    public int elements() {
        return rows() * channels();
    }

    /**
     * @param where the layer that asks
     * @param channels of its maps
     * @return this shape
     * @throws ShapeMismatchException if it is not {@code [N, H, W, channels]}
     */
    public Shape requireMaps(String where, int channels) {
        if (rank() != 4 || channels() != channels) {
            throw new ShapeMismatchException(where, "[N, H, W, " + channels + "]", this);
        }
        return this;
    }

    /**
     * @param channels another innermost size
     * @return this shape with its innermost size replaced
     */
    public Shape withChannels(int channels) {
        int[] changed = sizes.clone();
        changed[changed.length - 1] = channels;
        return of(changed);
    }

    /** @return a copy of the sizes */
    public int[] sizes() {
        return sizes.clone();
    }

    /** @return the sizes as a list */
    public List<Integer> toList() {
        return Arrays.stream(sizes).boxed().collect(Collectors.toUnmodifiableList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(sizes, that.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** @return for instance {@code [1, 56, 56, 96]} */
    @Override
    public String toString() {
        return Arrays.toString(sizes);
    }
}
