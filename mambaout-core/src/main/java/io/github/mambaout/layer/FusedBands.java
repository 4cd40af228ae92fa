package io.github.mambaout.layer;

import io.github.mambaout.kernel.Scratch;
import java.util.ArrayList;
import java.util.List;

/**
 * Blocks on large maps with few weights: a task is a band of a map and does all of a block on it: the part i, the depthwise
 * convolution of the planes that all tasks of the last phase have written, the gates, fc2, the sum; then, for the next block,
 * norm and planes. So there is one wait a block, and h never leaves the cache.
 */
final class FusedBands {
    /** Slot of {@link Scratch} for h. */
    private static final int HIDDEN = 4;

    private final FusedBlocks steps;
    private final FusedEntry entry;
    private final FusedTiles tiles;
    private final float[][] planes;

    FusedBands(FusedBlocks steps, FusedEntry entry, FusedTiles tiles) {
        this.steps = steps;
        this.entry = entry;
        this.tiles = tiles;
        planes = steps.blocks().size() > 1
                ? new float[][] {steps.newPlanes(), steps.newPlanes()}
                : new float[][] {steps.newPlanes()};
    }

    List<FusedPhase> phases() {
        List<FusedPhase> phases = new ArrayList<>();
        phases.add(FusedPhase.of(tiles.count(), this::enter));
        for (int block = 0; block < steps.blocks().size(); block++) {
            int number = block;
            phases.add(FusedPhase.of(tiles.count(), (tile, scratch) -> run(number, tile, scratch)));
        }
        return phases;
    }

    private void enter(int tile, Scratch scratch) {
        int first = tiles.first(tile);
        int pixels = tiles.pixels(tile);
        entry.compute(first, pixels, scratch);
        prepare(0, first, pixels, scratch);
    }

    private void prepare(int block, int first, int pixels, Scratch scratch) {
        steps.normalise(first, pixels, scratch);
        FusedBlock next = steps.blocks().get(block);
        for (int panel = 0; panel < next.mixed().panels(); panel++) {
            steps.toPlanes(next, panel, first, pixels, planes[block % 2]);
        }
    }

    private void run(int number, int tile, Scratch scratch) {
        FusedBlock block = steps.blocks().get(number);
        int first = tiles.first(tile);
        int pixels = tiles.pixels(tile);
        float[] h = scratch.floats(HIDDEN, pixels * block.hidden());
        FusedBlock.Half rest = block.rest();
        for (int panel = 0; panel < rest.panels(); panel++) {
            int offset = rest.hidden(panel) * pixels;
            steps.rest(block, panel, first, pixels, h, offset);
            steps.gate(block, rest, panel, first, pixels, h, offset, scratch);
        }
        FusedBlock.Half mixed = block.mixed();
        for (int panel = 0; panel < mixed.panels(); panel++) {
            int offset = mixed.hidden(panel) * pixels;
            steps.mix(block, panel, first, pixels, planes[number % 2], h, offset);
            steps.gate(block, mixed, panel, first, pixels, h, offset, scratch);
        }
        for (int panel = 0; panel < block.contract().panels(); panel++) {
            steps.contract(block, panel, first, pixels, h, pixels, 0, scratch);
        }
        if (number + 1 < steps.blocks().size()) {
            prepare(number + 1, first, pixels, scratch);
        }
    }
}
