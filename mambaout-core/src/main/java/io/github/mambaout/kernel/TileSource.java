package io.github.mambaout.kernel;

import io.github.mambaout.tensor.Rows;

/** Rows that can be copied into a tile: those of a tensor, or the patches of a feature map that a convolution sees. */
public interface TileSource {

    /** @return number of rows */
    int count();

    /** @return values of a row */
    int channels();

    /**
     * Copies rows into a tile; where the tile's rows are longer, the rest of each is filled with zeros.
     *
     * @param first first row
     * @param rows number of rows
     * @param tile where to
     * @param tileOffset index of the first row there
     * @param tileStride distance of the tile's rows, at least {@link #channels()}
     */
    void read(int first, int rows, float[] tile, int tileOffset, int tileStride);

    /**
     * @param rows rows of a tensor
     * @return them as a source
     */
    static TileSource of(Rows rows) {
        return new TileSource() {
            @Override
            public int count() {
                return rows.count();
            }

            @Override
            public int channels() {
                return rows.channels();
            }

            @Override
            public void read(int first, int number, float[] tile, int tileOffset, int tileStride) {
                rows.read(first, number, tile, tileOffset, tileStride);
            }
        };
    }
}
