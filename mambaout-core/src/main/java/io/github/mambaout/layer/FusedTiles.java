package io.github.mambaout.layer;

/** How a map is cut into tiles of neighbouring pixels, by its sizes alone: some lines of a picture, or a piece of a wide line. */
final class FusedTiles {
    private final int[] first;

    private FusedTiles(int[] first) {
        this.first = first;
    }

    /**
     * @param map any map
     * @param wanted pixels that a tile should have about
     * @return tiles of whole lines, or of pieces where a line is longer than that by half
     */
    static FusedTiles of(FusedMap map, int wanted) {
        int width = map.width();
        if (2 * width <= 3 * wanted) {
            int most = Math.max(1, Math.round((float) wanted / width));
            int bands = shareable((map.height() + most - 1) / most, map.height());
            int[] first = new int[map.pictures() * bands + 1];
            for (int tile = 0; tile < first.length; tile++) {
                int line = (int) ((long) (tile % bands) * map.height() / bands);
                first[tile] = (tile / bands * map.height() + line) * width;
            }
            return new FusedTiles(first);
        }
        int pieces = (width + wanted - 1) / wanted;
        int[] first = new int[map.lines() * pieces + 1];
        for (int tile = 0; tile < first.length; tile++) {
            first[tile] = tile / pieces * width + (int) ((long) (tile % pieces) * width / pieces);
        }
        return new FusedTiles(first);
    }

    /** As many bands or some more, so that two or four threads get as many each. */
    private static int shareable(int bands, int lines) {
        int even = (bands + 3) / 4 * 4;
        return bands > 2 && even <= lines ? even : bands;
    }

    /**
     * @param rows number of rows
     * @param wanted rows that a chunk should have about
     * @return chunks of a number of rows that is a multiple of four, but for the last one
     */
    static FusedTiles chunks(int rows, int wanted) {
        int count = Math.max(1, (rows + wanted - 1) / wanted);
        int chunk = ((rows + count - 1) / count + 3) / 4 * 4;
        int[] first = new int[Math.max(1, (rows + chunk - 1) / chunk) + 1];
        for (int i = 0; i < first.length; i++) {
            first[i] = Math.min(rows, i * chunk);
        }
        return new FusedTiles(first);
    }

    int count() {
        return first.length - 1;
    }

    /** @return the tile's first pixel */
    int first(int tile) {
        return first[tile];
    }

    /** @return number of its pixels */
    int pixels(int tile) {
        return first[tile + 1] - first[tile];
    }

    /** @return pixels of the largest tile */
    int most() {
        int most = 0;
        for (int tile = 0; tile < count(); tile++) {
            most = Math.max(most, pixels(tile));
        }
        return most;
    }
}
