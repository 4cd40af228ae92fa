package io.github.mambaout.kernel;

import io.github.mambaout.tensor.Rows;

/** Rows that a tile of results is copied to: those of a tensor, or pixels of a feature map in another order. */
@FunctionalInterface
public interface TileTarget {

    /**
     * Copies a tile into rows.
     *
     * @param first first row
     * @param rows number of rows
     * @param tile where from
     * @param tileOffset index of the first row there
     * @param tileStride distance of the tile's rows
     */
    void write(int first, int rows, float[] tile, int tileOffset, int tileStride);

    /**
     * @param rows rows of a tensor
     * @return them as a target
     */
    static TileTarget of(Rows rows) {
        return rows::write;
    }
}
