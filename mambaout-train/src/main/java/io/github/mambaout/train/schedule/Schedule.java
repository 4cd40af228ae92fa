package io.github.mambaout.train.schedule;

/**
 * A learning rate for every update of a run. A schedule is a value without memory: the rate depends on the update's
 * number alone.
 */
public sealed interface Schedule permits WarmupCosine {
    /**
     * @param update number of the update, counted from 0
     * @return the learning rate of this update, at least 0
     */
    double learningRate(long update);
}
