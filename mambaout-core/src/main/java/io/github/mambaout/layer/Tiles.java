package io.github.mambaout.layer;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.Scratch;

/** Work on the rows of a map, tile by tile: split over threads by the sizes alone. */
final class Tiles {
    /** Floats of one tile: 64 KB, so that several tiles of a task fit the second-level cache. */
    private static final int TILE_FLOATS = 16 * 1024;

    private Tiles() {}

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
        return Math.max(1, TILE_FLOATS / Math.max(1, width));
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
     * @param compute threads
     * @param rows rows of a map
     * @param width floats of a row in a tile
     * @param work what to do with each tile
     */
    static void each(Compute compute, int rows, int width, Work work) {
        int chunk = rowsOfTile(width);
        compute.workers().run(count(rows, width), (task, scratch) -> {
            int first = task * chunk;
            work.run(task, first, Math.min(chunk, rows - first), scratch);
        });
    }
}
