package io.github.mambaout.kernel;

/**
 * Scratch of a selective scan ({@link Kernels#selectiveScan}) over a piece of a sequence, for some groups of
 * {@link Kernels#lanes()} channels. Rows of the channels have {@link #stride()} floats, one row a step; numbers that all channels
 * share lie state by state, {@value #STEPS} steps each; constants and states of the channels lie group by group.
 *
 * @param lanes channels of a group
 * @param groups groups of channels
 * @param states N, states of a channel
 * @param u input, row t at {@code t·stride}; where the output or the gradient of the input is written
 * @param delta Δ, after softplus; row t at {@code t·stride}; where its gradient is written
 * @param b B_t[n] at {@code n·STEPS + t}
 * @param c C_t[n] at {@code n·STEPS + t}
 * @param a A, below 0; state n of group g at {@code (g·N + n)·lanes}
 * @param d D of group g at {@code g·lanes}
 * @param h states before the first step, after the last one when the scan is done; as in a
 * @param work rows of one group, {@link #row} says where
 */
@SuppressWarnings("ArrayRecordComponent") // never compared: it names the arrays of a thread's scratch
public record ScanTile(
        int lanes,
        int groups,
        int states,
        float[] u,
        float[] delta,
        float[] b,
        float[] c,
        float[] a,
        float[] d,
        float[] h,
        float[] work) {
    /** The most steps of a piece; a multiple of every provider's lanes. With 64 the way back leaves the first-level cache. */
    public static final int STEPS = 32;

    /** Scratch slots that a tile and its gradients take, from 0 on. */
    public static final int SLOTS = 16;

    /**
     * Vectors between the beginnings of two rows of {@link #work}: a quarter of a page more than the steps need, since a load
     * waits for a store that lies a multiple of a page before it.
     */
    private static final int ROW_STEPS = STEPS + 16;

    /** Rows of {@link #work}. */
    private static final int ROWS = 10;

    /**
     * @param kernels the provider
     * @param groups groups of channels, at least 1
     * @param states N, at least 1
     * @param scratch lends the arrays
     * @return a tile with arbitrary values
     */
    public static ScanTile of(Kernels kernels, int groups, int states, Scratch scratch) {
        int lanes = kernels.lanes();
        int width = groups * lanes;
        return new ScanTile(
                lanes,
                groups,
                states,
                scratch.floats(0, STEPS * width),
                scratch.floats(1, STEPS * width),
                scratch.floats(2, STEPS * states),
                scratch.floats(3, STEPS * states),
                scratch.floats(4, states * width),
                scratch.floats(5, width),
                scratch.floats(6, states * width),
                scratch.floats(7, row(ROWS, lanes)));
    }

    /** @return the distance of one row of channels to the next */
    public int stride() {
        return groups * lanes;
    }

    /**
     * @param index number of a row of {@link #work}
     * @param lanes channels of a group
     * @return where it begins; step t is at {@code t·lanes} from there, and behind the last step there is room for one more
     */
    public static int row(int index, int lanes) {
        return index * ROW_STEPS * lanes;
    }

    /**
     * What {@link Kernels#selectiveScanGradient} needs beside the tile.
     *
     * @param dy gradient of the output, row t at {@code t·stride}
     * @param dh gradient of the state after the last step when called (0 at the end of a sequence), of the state before the
     *     first on return; as in {@link ScanTile#h}
     * @param da gradient of A, added to; as in {@link ScanTile#a}
     * @param dd gradient of D, added to; as in {@link ScanTile#d}
     * @param db gradient of B, added to; {@link Kernels#sumLanes} adds up the lanes, of which B_t[n] has those at
     *     {@code (n·STEPS + t)·lanes}
     * @param dc gradient of C, added to; as db
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared: it names the arrays of a thread's scratch
    public record Gradients(float[] dy, float[] dh, float[] da, float[] dd, float[] db, float[] dc) {

        /**
         * @param tile what was scanned
         * @param scratch lends the arrays
         * @return gradients with arbitrary values
         */
        public static Gradients of(ScanTile tile, Scratch scratch) {
            int width = tile.stride();
            return new Gradients(
                    scratch.floats(8, STEPS * width),
                    scratch.floats(9, tile.states * width),
                    scratch.floats(10, tile.states * width),
                    scratch.floats(11, width),
                    scratch.floats(12, STEPS * tile.states * tile.lanes),
                    scratch.floats(13, STEPS * tile.states * tile.lanes));
        }
    }
}
