package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import java.util.List;

/** How the blocks of a stage are divided among threads, chosen by the sizes of map and weights alone. */
final class FusedStage {
    /** Pixels of a picture up to which threads share the weights rather than the map, if there are many of these. */
    private static final int SMALL_MAP = 400;

    /** Weights of a block up to which each core has them all in its second-level cache: 1.6 MB. */
    private static final int FEW_WEIGHTS = 400_000;

    /** Pixels of a band: enough for the weights to be worth reading, few enough for h to stay in the cache. */
    private static final int BAND = 112;

    /** The same for small maps, of which there must be some bands to share. */
    private static final int SMALL_BAND = 56;

    /** Rows of a task that has one panel of weights. */
    private static final int CHUNK = 100;

    /** Rows of a task that only normalises. */
    private static final int NORM_CHUNK = 8;

    private FusedStage() {}

    /**
     * @param kernels the provider
     * @param blocks none or more
     * @param x the map that they change
     * @param entry fills it before
     * @param memory room for what lies between
     * @return the phases of the stage, the entry's first
     */
    static List<FusedPhase> phases(
            Kernels kernels, List<FusedBlock> blocks, FusedMap x, FusedEntry entry, FusedMemory memory) {
        if (blocks.isEmpty()) {
            FusedTiles tiles = FusedTiles.of(x, BAND);
            return List.of(FusedPhase.of(tiles.count(), (tile, scratch) -> {
                for (int panel = 0; panel < entry.panels(); panel++) {
                    entry.fill(panel, tiles.first(tile), tiles.pixels(tile), scratch);
                }
                entry.finish(tiles.first(tile), tiles.pixels(tile), scratch);
            }));
        }
        int pixels = x.height() * x.width();
        float[] normed = memory.normed(x.pixels() * x.stride());
        boolean small = pixels <= SMALL_MAP;
        if (small && blocks.get(0).weights() > FEW_WEIGHTS) {
            FusedTiles chunks = FusedTiles.chunks(x.pixels(), CHUNK);
            FusedTiles normChunks = FusedTiles.chunks(x.pixels(), NORM_CHUNK);
            int most = Math.max(pixels, chunks.most());
            FusedBlocks steps = new FusedBlocks(kernels, blocks, x, normed, most);
            float[] h =
                    memory.hidden(Math.multiplyExact(x.pixels(), blocks.get(0).hidden()));
            return new FusedPanels(steps, entry, chunks, normChunks, h).phases();
        }
        FusedTiles tiles = FusedTiles.of(x, small ? SMALL_BAND : BAND);
        return new FusedBands(new FusedBlocks(kernels, blocks, x, normed, tiles.most()), entry, tiles).phases();
    }
}
