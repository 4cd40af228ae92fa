package io.github.mambaout.kernel;

import io.github.mambaout.tensor.Rows;

/** Rows that can be copied into a tile: those of a tensor, or the patches of a feature map that a convolution sees. */
public interface TileSource {
    /** First slot of the scratch tiles that a source may use while it is read. */
    int FREE_SLOT = 12;

    /** @return number of rows */
    int count();

    /** @return values of a row */
    int channels();

    /**
     * Copies rows into a tile; where the tile's rows are longer, the rest of each is arbitrary.
     *
     * @param first first row
     * @param rows number of rows
     * @param tile where to
     * @param tileOffset index of the first row there
     * @param tileStride distance of the tile's rows, at least {@link #channels()}; a multiple of the lanes
     * @param scratch further tiles; slots from {@link #FREE_SLOT} on are free
     */
    void read(int first, int rows, float[] tile, int tileOffset, int tileStride, Scratch scratch);

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
            public void read(int first, int number, float[] tile, int tileOffset, int tileStride, Scratch scratch) {
                rows.read(first, number, tile, tileOffset, tileStride);
            }
        };
    }
}
