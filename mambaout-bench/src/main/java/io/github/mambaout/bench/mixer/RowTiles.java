package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.layer.Execution;

/** Work on the rows of maps, tile by tile: split over threads by the sizes alone. */
final class RowTiles {
    /** Floats of one tile; four of them fit a second-level cache with room to spare. */
    private static final int TILE_FLOATS = 8 * 1024;

    /** Rows of one tile at most, so that maps with one number for each pixel keep all threads busy. */
    private static final int MOST_ROWS = 1024;

    private RowTiles() {}

    /** What is done with one tile. */
    @FunctionalInterface
    interface Work {
        /**
         * @param task number of the tile
         * @param first its first row
         * @param rows its rows
         * @param scratch tiles of the thread
         */
        void run(int task, int first, int rows, Scratch scratch);
    }

    private static int rowsOfTile(int width) {
        return Math.min(Math.max(1, TILE_FLOATS / width), MOST_ROWS);
    }

    /**
     * @param rows rows of a map
     * @param width floats of a row in a tile
     * @return number of tiles
     */
    static int count(int rows, int width) {
        int chunk = rowsOfTile(width);
        return (rows + chunk - 1) / chunk;
    }

    /**
     * @param execution threads
     * @param rows rows of the maps
     * @param width floats of a row in a tile
     * @param work what to do with each tile
     */
    static void each(Execution execution, int rows, int width, Work work) {
        int chunk = rowsOfTile(width);
        execution.workers().run(count(rows, width), (task, scratch) -> {
            int first = task * chunk;
            work.run(task, first, Math.min(chunk, rows - first), scratch);
        });
    }
}
