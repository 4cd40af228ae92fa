package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import java.util.List;

/** How the blocks of a stage are divided among threads, chosen by the sizes of map and weights alone. */
final class FusedStage {
    /** Pixels of a picture up to which threads share the weights rather than the map, if there are many of these. */
    private static final int SMALL_MAP = 400;

    /** Weights of a block up to which each core has them all in its second-level cache: 1.6 MB. */
    private static final int FEW_WEIGHTS = 400_000;

    /** Pixels of a band at most: few enough for h to stay in the cache; more would not make it worth more to read weights. */
    private static final int MOST_BAND = 112;

    private static final int LEAST_BAND = 24;

    /** Rows of a task that has one panel of weights, at most and at least. */
    private static final int MOST_CHUNK = 100;

    private static final int LEAST_CHUNK = 12;

    /** Rows of a task that only normalises. */
    private static final int NORM_CHUNK = 8;

    /** Tasks for each thread that are wanted of a phase, so that threads end nearly together. */
    private static final int BANDS_OF_A_THREAD = 2;

    private static final int CHUNKS_OF_A_THREAD = 4;

    private FusedStage() {}

    /**
     * @param kernels the provider
     * @param blocks none or more
     * @param x the map that they change
     * @param entry fills it before
     * @param memory room for what lies between
     * @param threads threads to cut the work for; no sum crosses tasks, so results do not depend on it
     * @return the phases of the stage, the entry's first
     */
    static List<FusedPhase> phases(
            Kernels kernels, List<FusedBlock> blocks, FusedMap x, FusedEntry entry, FusedMemory memory, int threads) {
        if (blocks.isEmpty()) {
            FusedTiles tiles = bands(x, threads);
            return List.of(FusedPhase.of(
                    tiles.count(), (tile, scratch) -> entry.compute(tiles.first(tile), tiles.pixels(tile), scratch)));
        }
        int pixels = x.height() * x.width();
        float[] normed = memory.normed(x.pixels() * x.stride());
        if (pixels <= SMALL_MAP && blocks.get(0).weights() > FEW_WEIGHTS) {
            FusedTiles chunks = FusedTiles.chunks(
                    x.pixels(), chunk(x, blocks.get(0).contract().panels(), threads));
            FusedTiles normChunks = FusedTiles.chunks(x.pixels(), NORM_CHUNK);
            int most = Math.max(pixels, chunks.most());
            FusedBlocks steps = new FusedBlocks(kernels, blocks, x, normed, most);
            float[] h =
                    memory.hidden(Math.multiplyExact(x.pixels(), blocks.get(0).hidden()));
            return new FusedPanels(steps, entry, chunks, normChunks, h).phases();
        }
        FusedTiles tiles = bands(x, threads);
        return new FusedBands(new FusedBlocks(kernels, blocks, x, normed, tiles.most()), entry, tiles).phases();
    }

    private static FusedTiles bands(FusedMap x, int threads) {
        int wanted = x.pixels() / (BANDS_OF_A_THREAD * threads);
        return FusedTiles.of(x, Math.max(LEAST_BAND, Math.min(MOST_BAND, wanted)));
    }

    private static int chunk(FusedMap x, int panels, int threads) {
        int wanted = (int) ((long) x.pixels() * panels / (CHUNKS_OF_A_THREAD * threads));
        return Math.max(LEAST_CHUNK, Math.min(MOST_CHUNK, wanted));
    }
}
