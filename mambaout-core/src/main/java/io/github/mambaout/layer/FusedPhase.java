package io.github.mambaout.layer;

import io.github.mambaout.kernel.Workers;

/**
 * A part of a planned pass whose tasks need nothing of one another; between two phases all threads wait.
 *
 * @param coarse tasks that come first
 * @param fine tasks behind them that even out the end
 * @param task what to do
 */
record FusedPhase(int coarse, int fine, Workers.Task task) {

    static FusedPhase of(int tasks, Workers.Task task) {
        return new FusedPhase(tasks, 0, task);
    }

    void run(Workers workers) {
        workers.run(coarse, fine, task);
    }
}
