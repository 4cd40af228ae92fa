package io.github.mambaout.kernel;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A matrix B of a product A·B, laid out for {@link Kernels#multiplyAdd}: panels of at most six vectors of columns, each
 * panel row after row, so that the innermost loop reads memory in one direction. Weights are packed once and used by
 * every tile of every picture.
 */
public final class PackedMatrix {
    /** Four rows by six vectors of sums fill 24 of 32 vector registers: the fastest shape (see docs/performance.md). */
    private static final int WIDEST = 6;

    private record Panel(int column, int width, int offset) {}

    private final int depth;
    private final int columns;
    private final int paddedColumns;
    private final float[] values;
    private final List<Panel> panels;

    private PackedMatrix(int depth, int columns, int paddedColumns, float[] values, List<Panel> panels) {
        this.depth = depth;
        this.columns = columns;
        this.paddedColumns = paddedColumns;
        this.values = values;
        this.panels = panels;
    }

    /** The value of a matrix at a place. */
    @FunctionalInterface
    public interface Entries {
        /**
         * @param k row, the summed dimension
         * @param j column
         * @return the value there
         */
        float at(int k, int j);
    }

    /**
     * @param kernels the provider whose lanes the panels are made for
     * @param depth rows of the matrix
     * @param columns columns of the matrix
     * @param entries its values
     * @return the matrix in panels; columns up to the next multiple of the lanes are zero
     */
    public static PackedMatrix of(Kernels kernels, int depth, int columns, Entries entries) {
        int lanes = kernels.lanes();
        int padded = kernels.padded(columns);
        float[] values = new float[depth * padded];
        List<Panel> panels = new ArrayList<>();
        int offset = 0;
        for (int vectors = padded / lanes, column = 0; vectors > 0; ) {
            int width = panelVectors(vectors) * lanes;
            panels.add(new Panel(column, width, offset));
            int used = Math.min(width, columns - column);
            for (int k = 0; k < depth; k++) {
                for (int j = 0; j < used; j++) {
                    values[offset + k * width + j] = entries.at(k, column + j);
                }
            }
            offset += depth * width;
            column += width;
            vectors -= width / lanes;
        }
        return new PackedMatrix(depth, columns, padded, values, List.copyOf(panels));
    }

    /** Seven to ten vectors are better cut in two like parts than in six and a small rest. */
    private static int panelVectors(int left) {
        if (left <= WIDEST) {
            return left;
        }
        return left < 2 * WIDEST - 1 ? (left + 1) / 2 : WIDEST;
    }

    /**
     * @param kernels the provider
     * @param weight a matrix {@code [rows, columns]} in C order
     * @param rows its rows
     * @param columns its columns
     * @return the matrix in panels, for products that sum over its rows
     */
    public static PackedMatrix of(Kernels kernels, FloatBuffer weight, int rows, int columns) {
        float[] heap = new float[rows * columns];
        weight.get(0, heap);
        return of(kernels, rows, columns, (k, j) -> heap[k * columns + j]);
    }

    /**
     * @param kernels the provider
     * @param weight a matrix {@code [rows, columns]} in C order
     * @param rows its rows
     * @param columns its columns
     * @return the transposed matrix in panels, for products that sum over its columns: {@code x · weightᵀ}
     */
    public static PackedMatrix transposed(Kernels kernels, FloatBuffer weight, int rows, int columns) {
        float[] heap = new float[rows * columns];
        weight.get(0, heap);
        return of(kernels, columns, rows, (k, j) -> heap[j * columns + k]);
    }

    /** @return rows, the summed dimension */
    public int depth() {
        return depth;
    }

    /** @return columns */
    public int columns() {
        return columns;
    }

    /** @return columns up to a multiple of the lanes: the least row stride of the product's tile */
    public int paddedColumns() {
        return paddedColumns;
    }

    /**
     * {@code C += A · this}.
     *
     * @param kernels the provider that this was packed for
     * @param rows rows of A and C
     * @param a tile of A, rows of {@link #depth()} values
     * @param aOffset index of its first row
     * @param aRowStride distance of its rows
     * @param c tile of C, rows of {@link #paddedColumns()} values
     * @param cOffset index of its first row
     * @param cRowStride distance of its rows
     */
    public void multiplyAdd(
            Kernels kernels, int rows, float[] a, int aOffset, int aRowStride, float[] c, int cOffset, int cRowStride) {
        for (Panel panel : panels) {
            kernels.multiplyAdd(
                    rows,
                    depth,
                    a,
                    aOffset,
                    aRowStride,
                    1,
                    values,
                    panel.offset,
                    panel.width,
                    panel.width,
                    c,
                    cOffset + panel.column,
                    cRowStride);
        }
    }
}
