package io.github.mambaout.layer;

import io.github.mambaout.kernel.Scratch;
import java.util.ArrayList;
import java.util.List;

/**
 * Blocks on small maps with many weights: a task is one panel of weights, so that each weight is read by one core. The
 * convolved part of a panel, its depthwise convolution and its gates need nothing of other panels and follow one another in
 * one task; three waits a block.
 */
final class FusedPanels {
    private final FusedBlocks steps;
    private final FusedEntry entry;
    private final FusedTiles chunks;
    private final FusedTiles normChunks;
    private final float[] h;
    private final float[] planes;

    /** @param h room for all of h */
    FusedPanels(FusedBlocks steps, FusedEntry entry, FusedTiles chunks, FusedTiles normChunks, float[] h) {
        this.steps = steps;
        this.entry = entry;
        this.chunks = chunks;
        this.normChunks = normChunks;
        this.h = h;
        planes = steps.newPlanes();
    }

    List<FusedPhase> phases() {
        List<FusedPhase> phases = new ArrayList<>();
        phases.add(FusedPhase.of(entry.panels() * chunks.count(), (task, scratch) -> {
            int chunk = task % chunks.count();
            entry.fill(task / chunks.count(), chunks.first(chunk), chunks.pixels(chunk), scratch);
        }));
        for (int number = 0; number < steps.blocks().size(); number++) {
            FusedBlock block = steps.blocks().get(number);
            boolean isFirst = number == 0;
            phases.add(FusedPhase.of(normChunks.count(), (task, scratch) -> {
                int first = normChunks.first(task);
                int pixels = normChunks.pixels(task);
                if (isFirst) {
                    entry.finish(first, pixels, scratch);
                }
                steps.normalise(first, pixels, scratch);
            }));
            phases.add(new FusedPhase(
                    block.mixed().panels() * steps.x().pictures(),
                    block.rest().panels() * chunks.count(),
                    (task, scratch) -> expand(block, task, scratch)));
            phases.add(FusedPhase.of(block.contract().panels() * chunks.count(), (task, scratch) -> {
                int chunk = task % chunks.count();
                steps.contract(
                        block,
                        task / chunks.count(),
                        chunks.first(chunk),
                        chunks.pixels(chunk),
                        h,
                        steps.x().pixels(),
                        chunks.first(chunk),
                        scratch);
            }));
        }
        return phases;
    }

    private void expand(FusedBlock block, int task, Scratch scratch) {
        int pictures = steps.x().pictures();
        int convolved = block.mixed().panels() * pictures;
        if (task < convolved) {
            int pixels = steps.x().pixels() / pictures;
            int panel = task / pictures;
            int first = task % pictures * pixels;
            int offset = block.mixed().hidden(panel) * steps.x().pixels()
                    + first * block.mixed().value().width(panel);
            steps.toPlanes(block, panel, first, pixels, planes);
            steps.mix(block, panel, first, pixels, planes, h, offset);
            steps.gate(block, block.mixed(), panel, first, pixels, h, offset, scratch);
        } else {
            int panel = (task - convolved) / chunks.count();
            int chunk = (task - convolved) % chunks.count();
            int first = chunks.first(chunk);
            int pixels = chunks.pixels(chunk);
            int offset = block.rest().hidden(panel) * steps.x().pixels()
                    + first * block.rest().value().width(panel);
            steps.rest(block, panel, first, pixels, h, offset);
            steps.gate(block, block.rest(), panel, first, pixels, h, offset, scratch);
        }
    }
}
