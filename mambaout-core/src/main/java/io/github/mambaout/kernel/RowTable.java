package io.github.mambaout.kernel;

import java.util.Arrays;

/**
 * Where the rows of a matrix lie in an array, and how far apart the vectors of a row are. So one product serves maps with a
 * border, patches of a convolution, planes that hold one vector of channels each, and tiles without gaps.
 */
public final class RowTable {
    private final int[] starts;
    private final int vectorStep;

    private RowTable(int[] starts, int vectorStep) {
        this.starts = starts;
        this.vectorStep = vectorStep;
    }

    /**
     * @param starts index of each row's first value; copied
     * @param vectorStep distance of a row's vectors of {@link Kernels#lanes()} values
     * @return the table
     */
    public static RowTable of(int[] starts, int vectorStep) {
        return new RowTable(starts.clone(), vectorStep);
    }

    /**
     * @param rows number of rows
     * @param stride distance of one row to the next; with 0, all rows are the same one
     * @param lanes {@link Kernels#lanes()}
     * @return rows without gaps within them
     */
    public static RowTable dense(int rows, int stride, int lanes) {
        int[] starts = new int[rows];
        Arrays.setAll(starts, row -> row * stride);
        return new RowTable(starts, lanes);
    }

    /**
     * @param row number of a row
     * @return index of its first value
     */
    public int start(int row) {
        return starts[row];
    }

    /** @return distance of a row's vectors */
    public int vectorStep() {
        return vectorStep;
    }
}
