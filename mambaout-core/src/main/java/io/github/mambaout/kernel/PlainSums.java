package io.github.mambaout.kernel;

/**
 * Sums and maxima of rows of {@link PlainKernels}. The JIT compiler vectorises a loop whose arrays are all indexed by its variable alone; so a
 * piece of each row is copied to the beginning of an array, which takes a third of the time of a loop without vectors.
 */
final class PlainSums {
    /** Columns of a piece; its two arrays fit the first-level cache. */
    private static final int PIECE = 512;

    private static final ThreadLocal<PlainSums> TILES = ThreadLocal.withInitial(PlainSums::new);

    private final float[] row = PlainRows.of(PIECE);
    private final float[] total = PlainRows.of(PIECE);

    private PlainSums() {}

    static void addRows(int rows, int columns, float[] x, int xOffset, int xStride, float[] sum, int sumOffset) {
        PlainSums tiles = TILES.get();
        for (int done = 0; done < columns; done += PIECE) {
            int size = Math.min(PIECE, columns - done);
            System.arraycopy(sum, sumOffset + done, tiles.total, 0, size);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(x, xOffset + r * xStride + done, tiles.row, 0, size);
                add(size, tiles.row, tiles.total);
            }
            System.arraycopy(tiles.total, 0, sum, sumOffset + done, size);
        }
    }

    static void maxRows(int rows, int columns, float[] x, int xOffset, int xStride, float[] most, int mostOffset) {
        PlainSums tiles = TILES.get();
        for (int done = 0; done < columns; done += PIECE) {
            int size = Math.min(PIECE, columns - done);
            System.arraycopy(most, mostOffset + done, tiles.total, 0, size);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(x, xOffset + r * xStride + done, tiles.row, 0, size);
                raise(size, tiles.row, tiles.total);
            }
            System.arraycopy(tiles.total, 0, most, mostOffset + done, size);
        }
    }

    private static void raise(int size, float[] row, float[] most) {
        for (int j = 0; j < size; j++) {
            most[j] = Math.max(most[j], row[j]);
        }
    }

    private static void add(int size, float[] row, float[] total) {
        for (int j = 0; j < size; j++) {
            total[j] += row[j];
        }
    }
}
