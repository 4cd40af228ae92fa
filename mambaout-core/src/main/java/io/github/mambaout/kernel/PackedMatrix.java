package io.github.mambaout.kernel;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A matrix B of a product A·B, laid out for {@link Kernels#multiplyAdd}: panels of a few vectors of columns
 * ({@link Kernels#panelVectors}), each panel row after row, so that the innermost loop reads memory in one direction. Weights are packed once and used by
 * every tile of every picture.
 */
public final class PackedMatrix {
    /** Rows of a panel that are multiplied at a time: six vectors of 16 floats then fill 192 KB, less than any L2 cache. */
    private static final int DEPTH = 480;

    /** Rows of a matrix that are transposed together. */
    private static final int INTERLEAVED = 16;

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
        PackedMatrix matrix = empty(kernels, depth, columns);
        for (Panel panel : matrix.panels) {
            int used = Math.min(panel.width, columns - panel.column);
            for (int k = 0; k < depth; k++) {
                for (int j = 0; j < used; j++) {
                    matrix.values[panel.offset + k * panel.width + j] = entries.at(k, panel.column + j);
                }
            }
        }
        return matrix;
    }

    /**
     * @param kernels the provider
     * @param depth rows of the matrix
     * @param columns its columns
     * @return a matrix of zeros in panels
     */
    public static PackedMatrix empty(Kernels kernels, int depth, int columns) {
        return empty(kernels, new PackedMemory.Part(new float[depth * kernels.padded(columns)], 0), depth, columns);
    }

    /**
     * @param kernels the provider
     * @param memory where the matrix is put
     * @param depth rows of the matrix
     * @param columns its columns
     * @return a matrix of zeros in panels
     */
    public static PackedMatrix empty(Kernels kernels, PackedMemory memory, int depth, int columns) {
        return empty(kernels, memory.take(depth * kernels.padded(columns)), depth, columns);
    }

    private static PackedMatrix empty(Kernels kernels, PackedMemory.Part memory, int depth, int columns) {
        int lanes = kernels.lanes();
        int padded = kernels.padded(columns);
        List<Panel> panels = new ArrayList<>();
        int offset = memory.offset();
        for (int vectors = padded / lanes, column = 0; vectors > 0; ) {
            int width = panelVectors(vectors, kernels.panelVectors()) * lanes;
            panels.add(new Panel(column, width, offset));
            offset += depth * width;
            column += width;
            vectors -= width / lanes;
        }
        return new PackedMatrix(depth, columns, padded, memory.values(), List.copyOf(panels));
    }

    /** How many of the vectors that are left go into one panel: as few panels as possible, of like widths. */
    static int panelVectors(int left, int widest) {
        int panels = (left + widest - 1) / widest;
        return (left + panels - 1) / panels;
    }

    /**
     * @param kernels the provider
     * @param weight a matrix {@code [rows, columns]} in C order
     * @param rows its rows
     * @param columns its columns
     * @return the matrix in panels, for products that sum over its rows
     */
    public static PackedMatrix of(Kernels kernels, FloatBuffer weight, int rows, int columns) {
        PackedMatrix matrix = empty(kernels, rows, columns);
        matrix.read(weight);
        return matrix;
    }

    /**
     * Replaces the values.
     *
     * @param weight a matrix {@code [depth(), columns()]} in C order
     */
    public void read(FloatBuffer weight) {
        for (Panel panel : panels) {
            int used = Math.min(panel.width, columns - panel.column);
            for (int k = 0; k < depth; k++) {
                weight.get(k * columns + panel.column, values, panel.offset + k * panel.width, used);
            }
        }
    }

    /**
     * @param kernels the provider
     * @param weight a matrix {@code [rows, columns]} in C order
     * @param rows its rows
     * @param columns its columns
     * @return the transposed matrix in panels, for products that sum over its columns: {@code x · weightᵀ}
     */
    public static PackedMatrix transposed(Kernels kernels, FloatBuffer weight, int rows, int columns) {
        PackedMatrix matrix = empty(kernels, columns, rows);
        matrix.readTransposed(weight, new Scratch());
        return matrix;
    }

    /**
     * Replaces the values by those of a transposed matrix.
     *
     * @param weight a matrix {@code [columns(), depth()]} in C order
     * @param scratch tiles of the thread
     */
    public void readTransposed(FloatBuffer weight, Scratch scratch) {
        readColumns((row, to, offset) -> weight.get(row * depth, to, offset, depth), scratch);
    }

    /** Where the columns of a matrix come from: the rows of a weight. */
    @FunctionalInterface
    public interface Columns {
        /**
         * @param column number of a column
         * @param to receives its values
         * @param offset index of the first one there
         */
        void read(int column, float[] to, int offset);
    }

    /**
     * @param kernels the provider
     * @param memory where the matrix is put
     * @param depth rows of the matrix, the summed dimension
     * @param columns columns of the matrix
     * @param source gives the columns one by one, all values of each
     * @return the matrix in panels
     */
    public static PackedMatrix ofColumns(Kernels kernels, PackedMemory memory, int depth, int columns, Columns source) {
        PackedMatrix matrix = empty(kernels, memory, depth, columns);
        matrix.readColumns(source, new Scratch());
        return matrix;
    }

    private void readColumns(Columns source, Scratch scratch) {
        // Not a power of two, or the rows would meet in few sets of the first-level cache.
        int stride = depth + INTERLEAVED;
        float[] rows = scratch.floats(0, INTERLEAVED * stride);
        for (Panel panel : panels) {
            int used = Math.min(panel.width, columns - panel.column);
            for (int j = 0; j < used; j += INTERLEAVED) {
                int together = Math.min(INTERLEAVED, used - j);
                for (int i = 0; i < together; i++) {
                    source.read(panel.column + j + i, rows, i * stride);
                }
                if (together == INTERLEAVED) {
                    interleave(rows, stride, panel.offset + j, panel.width);
                } else {
                    for (int i = 0; i < together; i++) {
                        for (int k = 0; k < depth; k++) {
                            values[panel.offset + k * panel.width + j + i] = rows[i * stride + k];
                        }
                    }
                }
            }
        }
    }

    /** Rows become columns, as many at once as fill a line of cache. */
    private void interleave(float[] rows, int stride, int offset, int width) {
        int to = offset;
        for (int k = 0; k < depth; k++) {
            values[to] = rows[k];
            values[to + 1] = rows[stride + k];
            values[to + 2] = rows[2 * stride + k];
            values[to + 3] = rows[3 * stride + k];
            values[to + 4] = rows[4 * stride + k];
            values[to + 5] = rows[5 * stride + k];
            values[to + 6] = rows[6 * stride + k];
            values[to + 7] = rows[7 * stride + k];
            values[to + 8] = rows[8 * stride + k];
            values[to + 9] = rows[9 * stride + k];
            values[to + 10] = rows[10 * stride + k];
            values[to + 11] = rows[11 * stride + k];
            values[to + 12] = rows[12 * stride + k];
            values[to + 13] = rows[13 * stride + k];
            values[to + 14] = rows[14 * stride + k];
            values[to + 15] = rows[15 * stride + k];
            to += width;
        }
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
        for (int k = 0; k < depth; k += DEPTH) {
            for (Panel panel : panels) {
                multiplyAdd(kernels, panel, k, rows, a, aOffset, aRowStride, c, cOffset, cRowStride);
            }
        }
    }

    /** @return number of panels */
    public int panels() {
        return panels.size();
    }

    /**
     * @param panel number of a panel
     * @return its first column
     */
    public int column(int panel) {
        return panels.get(panel).column;
    }

    /**
     * @param panel number of a panel
     * @return its columns, a multiple of the lanes
     */
    public int width(int panel) {
        return panels.get(panel).width;
    }

    /**
     * {@code to[r] = from[r] + A[r] · B}, where B is a range of the rows of one panel; see {@link Kernels#multiplyAdd(int, int, float[],
     * RowTable, int, int, float[], int, int, float[], RowTable, int, int, float[], RowTable, int, int)}.
     *
     * @param kernels the provider that this was packed for
     * @param panel number of the panel
     * @param firstK first row of the panel
     * @param range rows of the panel, at least 1
     */
    public void multiplyAdd(
            Kernels kernels,
            int panel,
            int firstK,
            int range,
            int rows,
            float[] a,
            RowTable aRows,
            int aFirst,
            int aShift,
            float[] from,
            RowTable fromRows,
            int fromFirst,
            int fromShift,
            float[] to,
            RowTable toRows,
            int toFirst,
            int toShift) {
        Panel it = panels.get(panel);
        kernels.multiplyAdd(
                rows,
                range,
                a,
                aRows,
                aFirst,
                aShift,
                values,
                it.offset + firstK * it.width,
                it.width,
                from,
                fromRows,
                fromFirst,
                fromShift,
                to,
                toRows,
                toFirst,
                toShift);
    }

    /**
     * {@code C = start + A · this}, where A and C lie anywhere and every row starts from the same values.
     *
     * @param kernels the provider that this was packed for
     * @param rows rows of A and C
     * @param a holds A, rows of {@link #depth()} values
     * @param aRows where its rows lie
     * @param aFirst index of the first one
     * @param start {@link #paddedColumns()} values
     * @param startRows a table whose rows are all the same
     * @param c receives C, rows of {@link #paddedColumns()} values
     * @param cRows where its rows lie
     * @param cFirst index of the first one
     */
    public void multiply(
            Kernels kernels,
            int rows,
            float[] a,
            RowTable aRows,
            int aFirst,
            float[] start,
            RowTable startRows,
            float[] c,
            RowTable cRows,
            int cFirst) {
        for (int panel = 0; panel < panels.size(); panel++) {
            int column = column(panel);
            multiplyAdd(
                    kernels,
                    panel,
                    0,
                    depth,
                    rows,
                    a,
                    aRows,
                    0,
                    aFirst,
                    start,
                    startRows,
                    0,
                    column,
                    c,
                    cRows,
                    0,
                    cFirst + column);
        }
    }

    /** The columns of one panel of {@link #multiplyAdd}. */
    void multiplyAddPanel(
            Kernels kernels,
            int panel,
            int rows,
            float[] a,
            int aOffset,
            int aRowStride,
            float[] c,
            int cOffset,
            int cRowStride) {
        for (int k = 0; k < depth; k += DEPTH) {
            multiplyAdd(kernels, panels.get(panel), k, rows, a, aOffset, aRowStride, c, cOffset, cRowStride);
        }
    }

    private void multiplyAdd(
            Kernels kernels,
            Panel panel,
            int k,
            int rows,
            float[] a,
            int aOffset,
            int aRowStride,
            float[] c,
            int cOffset,
            int cRowStride) {
        kernels.multiplyAdd(
                rows,
                Math.min(DEPTH, depth - k),
                a,
                aOffset + k,
                aRowStride,
                1,
                values,
                panel.offset + k * panel.width,
                panel.width,
                panel.width,
                c,
                cOffset + panel.column,
                cRowStride);
    }
}
