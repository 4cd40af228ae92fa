package io.github.mambaout.kernel;

/**
 * How {@link WeightSums} cuts its work, by the sizes alone: into parts of the rows, whose sums are taken apart from one another, and
 * blocks of a segment's columns. Another part costs writing and reading its sums; another block brings the left side once more.
 * Where the sums are small, a task has all blocks of its part.
 *
 * @param rows rows of both sides
 * @param left channels of the left side
 * @param right channels of a segment
 * @param segments maps of the right side
 * @param parts parts of the rows
 * @param widest columns of a block, a multiple of the lanes; the last one of a segment may have fewer
 * @param padded channels of a segment up to a multiple of the lanes
 * @param paddedLeft channels of the left side up to a multiple of the rows of a kernel and of the lanes
 * @param readsRowsOnce whether a task has all blocks
 */
record WeightSumsPlan(
        int rows,
        int left,
        int right,
        int segments,
        int parts,
        int widest,
        int padded,
        int paddedLeft,
        boolean readsRowsOnce) {
    /** Rows of one step: as many products as are summed before the sum is added to others. */
    static final int STEP_ROWS = 96;

    /** Channels of the left side that lie in one row of {@link Kernels#TRANSPOSED_STRIDE}. */
    static final int MOST_LEFT = 256;

    /** Rows below which a part of its own does not pay. */
    private static final int LEAST_ROWS = 768;

    private static final int MOST_PARTS = 32;

    /** Tasks, to be shared among the threads, as long as blocks do not get too narrow. */
    private static final int LEAST_TASKS = 8;

    private static final int LEAST_COLUMNS = 96;

    /** Floats of sums, 256 KB, that stay in the second-level cache beside the rows. */
    private static final int SMALL_SUMS = 64 * 1024;

    static WeightSumsPlan of(Kernels kernels, int rows, int left, int right, int segments) {
        int padded = kernels.padded(right);
        int paddedLeft = kernels.padded((left + 3) / 4 * 4);
        int parts = Math.max(1, Math.min(MOST_PARTS, rows / LEAST_ROWS));
        long all = (long) paddedLeft * padded * segments;
        boolean once = parts >= LEAST_TASKS && all <= SMALL_SUMS && left <= MOST_LEFT;
        int widest = padded;
        if (!once) {
            int shared = (LEAST_TASKS + parts * segments - 1) / (parts * segments);
            int small = Math.toIntExact(((long) paddedLeft * padded + SMALL_SUMS - 1) / SMALL_SUMS);
            int blocks = Math.max(1, Math.max(small, Math.min(shared, padded / LEAST_COLUMNS)));
            widest = kernels.padded((padded + blocks - 1) / blocks);
        }
        return new WeightSumsPlan(rows, left, right, segments, parts, widest, padded, paddedLeft, once);
    }

    private int blocksOfSegment() {
        return (padded + widest - 1) / widest;
    }

    int blocks() {
        return segments * blocksOfSegment();
    }

    int tasksOfPart() {
        return readsRowsOnce ? 1 : blocks();
    }

    /** The first block of a task of a part. */
    int firstBlock(int task) {
        return readsRowsOnce ? task * blocks() : task;
    }

    int segment(int block) {
        return block / blocksOfSegment();
    }

    int firstColumn(int block) {
        return block % blocksOfSegment() * widest;
    }

    int columns(int block) {
        return Math.min(widest, padded - firstColumn(block));
    }

    /** Where the sums of a block begin: a tile, and behind it those of the bias. */
    int offset(int block) {
        int extra = Math.max(widest, paddedLeft);
        return block / blocksOfSegment() * (paddedLeft * padded + blocksOfSegment() * extra)
                + firstColumn(block) * paddedLeft
                + block % blocksOfSegment() * extra;
    }

    /** Floats of all sums of a part. */
    int floats() {
        return offset(blocks());
    }

    int steps() {
        return (rows + STEP_ROWS - 1) / STEP_ROWS;
    }

    /** The first row of a part: a multiple of the rows of a step. */
    int firstRow(int part) {
        return (int) Math.min(rows, (long) steps() * part / parts * STEP_ROWS);
    }
}
