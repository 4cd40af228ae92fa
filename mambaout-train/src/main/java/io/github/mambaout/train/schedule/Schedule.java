package io.github.mambaout.train.schedule;

/**
 * A learning rate for every update of a run. A schedule is a value without memory: the rate depends on the update's
 * number alone. Schedules are put together:
 *
 * <pre>{@code
 * Schedule schedule = new PerEpoch(new Warmup(1e-6, 20, new Cosine(4e-3, 1e-5, 300), false), updatesPerEpoch);
 * }</pre>
 *
 * <p>After its end a schedule stays at its last rate, which makes the cool-down of a run that lasts longer.
 */
public sealed interface Schedule permits Cosine, Steps, Polynomial, OneCycle, Constant, Warmup, PerEpoch {
    /**
     * @param update number of the update, counted from 0
     * @return the learning rate of this update, at least 0
     */
    double learningRate(long update);

    /** @return the highest rate */
    double peak();
}
