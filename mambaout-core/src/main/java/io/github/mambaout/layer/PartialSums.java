package io.github.mambaout.layer;

import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;

/** Sums that tasks take apart from one another, added up in the order of the tasks whoever ran them. */
final class PartialSums {
    /** Values that one thread adds up. */
    private static final int PIECE = 512;

    private final Execution execution;
    private final int tasks;
    private final int width;
    private final Tensor sums;

    /**
     * @param execution lends the memory
     * @param tasks number of tasks, each of which must {@link #put} its sums
     * @param width values that a task sums
     */
    PartialSums(Execution execution, int tasks, int width) {
        this.execution = execution;
        this.tasks = tasks;
        this.width = width;
        sums = execution.borrow(Shape.of(tasks, width));
    }

    /**
     * @param task number of a task
     * @param at place among its values
     * @param values sums from index 0
     * @param count how many
     */
    void put(int task, int at, float[] values, int count) {
        sums.data().put(task * width + at, values, 0, count);
    }

    /** @return the total of each value; gives the memory back */
    float[] total() {
        float[] total = new float[width];
        execution.workers().run((width + PIECE - 1) / PIECE, (piece, scratch) -> {
            int first = piece * PIECE;
            int count = Math.min(PIECE, width - first);
            float[] part = scratch.floats(0, count);
            double[] sum = new double[count];
            for (int task = 0; task < tasks; task++) {
                sums.data().get(task * width + first, part, 0, count);
                for (int i = 0; i < count; i++) {
                    sum[i] += part[i];
                }
            }
            for (int i = 0; i < count; i++) {
                total[first + i] = (float) sum[i];
            }
        });
        execution.memory().release(sums);
        return total;
    }

    /**
     * @param values totals
     * @param from first of them
     * @param gradient a gradient to which as many of them are added as it has elements
     */
    static void add(float[] values, int from, Tensor gradient) {
        int count = gradient.shape().elements();
        float[] sum = new float[count];
        gradient.data().get(0, sum);
        for (int i = 0; i < count; i++) {
            sum[i] += values[from + i];
        }
        gradient.data().put(0, sum);
    }
}
