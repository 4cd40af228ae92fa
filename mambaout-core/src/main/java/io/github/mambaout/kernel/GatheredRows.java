package io.github.mambaout.kernel;

/** The product of rows that lie anywhere by way of tiles without gaps, for providers whose kernels know only those. */
final class GatheredRows {
    private static final ThreadLocal<Scratch> TILES = ThreadLocal.withInitial(Scratch::new);

    private GatheredRows() {}

    static void multiplyAdd(
            Kernels kernels,
            int rows,
            int depth,
            float[] a,
            RowTable aRows,
            int aFirst,
            int aShift,
            float[] panel,
            int panelOffset,
            int columns,
            float[] from,
            RowTable fromRows,
            int fromFirst,
            int fromShift,
            float[] to,
            RowTable toRows,
            int toFirst,
            int toShift) {
        float[] left = TILES.get().floats(0, rows * depth);
        float[] sums = TILES.get().floats(1, rows * columns);
        int lanes = kernels.lanes();
        int vectors = columns / lanes;
        for (int row = 0; row < rows; row++) {
            System.arraycopy(a, aRows.start(aFirst + row) + aShift, left, row * depth, depth);
            kernels.copyVectors(
                    vectors,
                    from,
                    fromRows.start(fromFirst + row) + fromShift,
                    fromRows.vectorStep(),
                    sums,
                    row * columns,
                    lanes);
        }
        kernels.multiplyAdd(rows, depth, left, 0, depth, 1, panel, panelOffset, columns, columns, sums, 0, columns);
        for (int row = 0; row < rows; row++) {
            kernels.copyVectors(
                    vectors,
                    sums,
                    row * columns,
                    lanes,
                    to,
                    toRows.start(toFirst + row) + toShift,
                    toRows.vectorStep());
        }
    }
}
