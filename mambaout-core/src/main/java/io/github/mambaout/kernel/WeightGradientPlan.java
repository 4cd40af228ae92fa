package io.github.mambaout.kernel;

/**
 * How the gradient of a matrix of weights is cut into tasks, by the sizes alone: parts of the rows, summed apart from one another,
 * and blocks of the outputs. Another block reads, and often computes, all of x once more; another part costs writing and reading
 * its sums, which are memory-bound. So there are few of either.
 *
 * @param count rows of dy and x
 * @param outputs channels of dy
 * @param inputs channels of x
 * @param parts parts of the rows
 * @param block outputs of a block
 * @param turned whether the sums are {@code xᵀ·dy} instead of {@code dyᵀ·x}: the right side of a product is read in vectors and
 *     wants to be wide, the left side is limited to {@link #MOST_LEFT}
 */
record WeightGradientPlan(int count, int outputs, int inputs, int parts, int block, boolean turned) {
    /** Rows of one step: two runs of products that are summed. */
    static final int STEP_ROWS = 96;

    /** Channels of the left side of a product at most: they lie in rows of {@link Kernels#TRANSPOSED_STRIDE}. */
    static final int MOST_LEFT = 256;

    /** Rows below which a part of its own does not pay. */
    private static final int LEAST_ROWS = 768;

    private static final int MOST_PARTS = 32;

    /** Tasks, to be shared among the threads, as long as blocks do not get too small. */
    private static final int LEAST_TASKS = 8;

    /** Outputs of a block where there are parts to share as well, and where there are not. */
    private static final int LEAST_OUTPUTS = 96;

    private static final int LEAST_OUTPUTS_ALONE = 64;

    /** Floats of sums, 256 KB, up to which all outputs are one block where there are parts enough. */
    private static final int SMALL_SUMS = 64 * 1024;

    static WeightGradientPlan of(Kernels kernels, int count, int outputs, int inputs) {
        int parts = Math.max(1, Math.min(MOST_PARTS, count / LEAST_ROWS));
        if (parts >= LEAST_TASKS && (long) outputs * inputs <= SMALL_SUMS && Math.min(outputs, inputs) <= MOST_LEFT) {
            boolean turned = outputs > MOST_LEFT || inputs < outputs && narrow(kernels, inputs);
            return new WeightGradientPlan(count, outputs, inputs, parts, outputs, turned);
        }
        int least = parts == 1 ? LEAST_OUTPUTS_ALONE : LEAST_OUTPUTS;
        int shared = Math.min((LEAST_TASKS + parts - 1) / parts, (outputs + least - 1) / least);
        int wanted = Math.max(shared, (outputs + MOST_LEFT - 1) / MOST_LEFT);
        int block = Math.min(outputs, ((outputs + wanted - 1) / wanted + 15) / 16 * 16);
        boolean turned = parts > 1 && inputs < block && narrow(kernels, inputs);
        return new WeightGradientPlan(count, outputs, inputs, parts, block, turned);
    }

    /** Whether rows of so many values are less than a panel. */
    private static boolean narrow(Kernels kernels, int channels) {
        return kernels.padded(channels) < kernels.panelVectors() * kernels.lanes();
    }

    int blocks() {
        return (outputs + block - 1) / block;
    }

    /** The first row of a part: a multiple of the rows of a step. */
    int firstRow(int part) {
        int steps = (count + STEP_ROWS - 1) / STEP_ROWS;
        return (int) Math.min(count, (long) steps * part / parts * STEP_ROWS);
    }
}
