package io.github.mambaout.kernel;

import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.tensor.Workspace;
import java.util.Arrays;

/**
 * The gradients of weights, {@code Σ_m left[m]ᵀ·right[m]}, where the right side lies in maps of equal width on the heap. A map of
 * it is called a segment. {@link WeightSumsPlan} tells how the work is cut: a task goes through a part of the rows, step by
 * step, and sums the products of all segments, or of some columns of one of them. The sums of the parts are added in order.
 */
public final class WeightSums {
    /** Rows of a step at most. */
    public static final int STEP_ROWS = WeightSumsPlan.STEP_ROWS;

    private static final int LEFT = Kernels.TRANSPOSED_STRIDE;

    private final Compute compute;
    private final Kernels kernels;
    private final Workspace memory;
    private final WeightSumsPlan plan;
    private final boolean biasOfLeft;
    private final float[] sums;

    /** What is done with some rows. */
    @FunctionalInterface
    public interface Step {
        /**
         * Brings the rows of both sides and hands them to {@link Task#add}.
         *
         * @param first first row
         * @param rows number of rows, at most {@link #STEP_ROWS}
         * @param task takes the products
         * @param scratch tiles of the thread; all slots are free
         */
        void run(int first, int rows, Task task, Scratch scratch);
    }

    private WeightSums(Compute compute, Workspace memory, WeightSumsPlan plan, boolean biasOfLeft) {
        this.compute = compute;
        this.memory = memory;
        this.plan = plan;
        this.biasOfLeft = biasOfLeft;
        kernels = compute.kernels();
        sums = memory.borrowArray(plan.parts() * plan.floats());
    }

    /**
     * For {@code dW = dyᵀ·x} with x on the left; ended by {@link #addTurned}.
     *
     * @param compute kernels and threads
     * @param memory holds the sums
     * @param rows rows of both sides
     * @param left channels of x
     * @param right channels of a segment of dy
     * @param segments maps that dy lies in
     * @return sums, none yet
     */
    public static WeightSums turned(Compute compute, Workspace memory, int rows, int left, int right, int segments) {
        return new WeightSums(
                compute, memory, WeightSumsPlan.of(compute.kernels(), rows, left, right, segments), false);
    }

    /**
     * For {@code dW = dyᵀ·x} with dy on the left; ended by {@link #addStraight}.
     *
     * @param compute kernels and threads
     * @param memory holds the sums
     * @param rows rows of both sides
     * @param left channels of dy
     * @param right channels of x
     * @return sums, none yet
     */
    public static WeightSums straight(Compute compute, Workspace memory, int rows, int left, int right) {
        return new WeightSums(compute, memory, WeightSumsPlan.of(compute.kernels(), rows, left, right, 1), true);
    }

    /** @return floats of a tile of the left side, see {@link #putLeft} */
    public static int leftFloats(int channels) {
        return (channels + WeightSumsPlan.MOST_LEFT - 1) / WeightSumsPlan.MOST_LEFT * STEP_ROWS * LEFT;
    }

    /**
     * Copies rows into a tile of the left side: groups of channels below one another, rows {@link Kernels#TRANSPOSED_STRIDE} apart.
     */
    public static void putLeft(int rows, int channels, float[] from, int offset, int stride, float[] left) {
        for (int first = 0; first < channels; first += WeightSumsPlan.MOST_LEFT) {
            int count = Math.min(WeightSumsPlan.MOST_LEFT, channels - first);
            int to = first / WeightSumsPlan.MOST_LEFT * STEP_ROWS * LEFT;
            for (int row = 0; row < rows; row++) {
                System.arraycopy(from, offset + row * stride + first, left, to + row * LEFT, count);
            }
        }
    }

    /** @return whether each row is gone through once, by one task, so that a step may do more with it */
    public boolean readsRowsOnce() {
        return plan.readsRowsOnce();
    }

    /** Goes through all rows. */
    public void run(Step step) {
        int tasks = plan.tasksOfPart();
        compute.workers().run(plan.parts() * tasks, (index, scratch) -> {
            Task task = new Task(index / tasks, index % tasks);
            task.clear();
            int end = plan.firstRow(task.part + 1);
            for (int first = plan.firstRow(task.part); first < end; first += STEP_ROWS) {
                step.run(first, Math.min(STEP_ROWS, end - first), task, scratch);
            }
        });
    }

    /** The sums of one part of the rows. */
    public final class Task {
        private final int part;
        private final int firstBlock;
        private final int endBlock;

        private Task(int part, int number) {
            this.part = part;
            firstBlock = plan.firstBlock(number);
            endBlock = plan.firstBlock(number + 1);
        }

        private void clear() {
            Arrays.fill(sums, place(part, firstBlock), place(part, endBlock), 0);
        }

        /**
         * Adds the products of some rows, as far as they are this task's.
         *
         * @param rows number of rows
         * @param left tile of the left side
         * @param segment number of the right side's map
         * @param right holds its rows, whose vectors are read whole
         * @param offset index of the first one
         * @param stride distance of them
         */
        public void add(int rows, float[] left, int segment, float[] right, int offset, int stride) {
            for (int block = firstBlock; block < endBlock; block++) {
                if (plan.segment(block) != segment) {
                    continue;
                }
                int columns = plan.columns(block);
                int at = place(part, block);
                int from = offset + plan.firstColumn(block);
                for (int first = 0; first < plan.left(); first += WeightSumsPlan.MOST_LEFT) {
                    kernels.multiplyAddTransposed(
                            Math.min(WeightSumsPlan.MOST_LEFT, plan.left() - first),
                            rows,
                            left,
                            first / WeightSumsPlan.MOST_LEFT * STEP_ROWS * LEFT,
                            right,
                            from,
                            stride,
                            columns,
                            sums,
                            at + first * columns,
                            columns);
                }
                if (!biasOfLeft) {
                    kernels.addRows(rows, columns, right, from, stride, sums, at + plan.paddedLeft() * columns);
                }
            }
            if (biasOfLeft && firstBlock == 0) {
                addLeft(rows, left);
            }
        }

        private void addLeft(int rows, float[] left) {
            int at = place(part, 0) + plan.paddedLeft() * plan.columns(0);
            for (int first = 0; first < plan.left(); first += WeightSumsPlan.MOST_LEFT) {
                kernels.addRows(
                        rows,
                        kernels.padded(Math.min(WeightSumsPlan.MOST_LEFT, plan.left() - first)),
                        left,
                        first / WeightSumsPlan.MOST_LEFT * STEP_ROWS * LEFT,
                        LEFT,
                        sums,
                        at + first);
            }
        }
    }

    private int place(int part, int block) {
        return part * plan.floats() + plan.offset(block);
    }

    /**
     * Adds the sums to the gradients of {@code y = x·Wᵀ + b} where x is the left side and the segments are dy, one behind the other.
     * Gives the memory back.
     *
     * @param weightGradient {@code [segments · right, left]}
     * @param biasGradient {@code [segments · right]}
     */
    public void addTurned(Tensor weightGradient, Tensor biasGradient) {
        int left = plan.left();
        int lanes = kernels.lanes();
        int groups = plan.widest() / lanes;
        compute.workers().run(plan.blocks() * groups, (index, scratch) -> {
            int block = index / groups;
            int first = index % groups * lanes;
            int count = Math.min(lanes, plan.right() - plan.firstColumn(block) - first);
            if (first >= plan.columns(block) || count <= 0) {
                return;
            }
            int rows = plan.paddedLeft() + 1;
            float[] total = scratch.floats(0, rows * lanes);
            float[] part = scratch.floats(1, rows * lanes);
            float[] row = scratch.floats(2, left);
            Arrays.fill(total, 0, rows * lanes, 0);
            for (int i = 0; i < plan.parts(); i++) {
                kernels.copyVectors(rows, sums, place(i, block) + first, plan.columns(block), part, 0, lanes);
                kernels.addScaled(rows * lanes, 1, part, 0, total, 0);
            }
            int output = plan.segment(block) * plan.right() + plan.firstColumn(block) + first;
            for (int i = 0; i < count; i++) {
                int at = (output + i) * left;
                weightGradient.data().get(at, row, 0, left);
                for (int k = 0; k < left; k++) {
                    row[k] += total[k * lanes + i];
                }
                weightGradient.data().put(at, row, 0, left);
                float bias = total[plan.paddedLeft() * lanes + i];
                biasGradient.data().put(output + i, biasGradient.get(output + i) + bias);
            }
        });
        memory.release(sums);
    }

    /**
     * Adds the sums to the gradients of {@code y = x·Wᵀ + b} where dy is the left side and the only segment is x. Gives the memory
     * back.
     *
     * @param weightGradient {@code [left, right]}
     * @param biasGradient {@code [left]}
     */
    public void addStraight(Tensor weightGradient, Tensor biasGradient) {
        int right = plan.right();
        compute.workers().run(plan.left() + 1, (output, scratch) -> {
            float[] row = scratch.floats(0, kernels.padded(Math.max(right, plan.left())));
            if (output == plan.left()) {
                addTotal(0, plan.paddedLeft() * plan.columns(0), plan.left(), biasGradient, 0, row);
                return;
            }
            for (int block = 0; block < plan.blocks(); block++) {
                int columns = plan.columns(block);
                int first = plan.firstColumn(block);
                int count = Math.min(columns, right - first);
                addTotal(block, output * columns, count, weightGradient, output * right + first, row);
            }
        });
        memory.release(sums);
    }

    private void addTotal(int block, int from, int count, Tensor gradient, int to, float[] row) {
        int padded = kernels.padded(count);
        gradient.data().get(to, row, 0, count);
        for (int part = 0; part < plan.parts(); part++) {
            kernels.addScaled(padded, 1, sums, place(part, block) + from, row, 0);
        }
        gradient.data().put(to, row, 0, count);
    }
}
