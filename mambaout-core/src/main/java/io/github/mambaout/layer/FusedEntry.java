package io.github.mambaout.layer;

import io.github.mambaout.kernel.Scratch;

/** What fills a stage's map before its blocks, panel by panel of channels. */
interface FusedEntry {
    /** @return panels of channels */
    int panels();

    /** Computes a panel of some pixels of the map. */
    void fill(int panel, int first, int pixels, Scratch scratch);

    /** What remains to be done with these pixels when all panels are there. */
    void finish(int first, int pixels, Scratch scratch);

    /** All of it for some pixels. */
    default void compute(int first, int pixels, Scratch scratch) {
        for (int panel = 0; panel < panels(); panel++) {
            fill(panel, first, pixels, scratch);
        }
        finish(first, pixels, scratch);
    }
}
