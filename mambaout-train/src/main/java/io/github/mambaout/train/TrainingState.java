package io.github.mambaout.train;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.optimizer.Optimizer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the updates of a run have come to: weights, their average, and what the optimiser remembers. All of it is open, so that it can
 * be saved and put back; what an update does follows from it, the configuration and the update's number alone.
 */
final class TrainingState {
    private final Parameters parameters;
    private final UpdateStep step;
    private final WeightAverage average;
    private final Compute compute;

    TrainingState(Parameters parameters, UpdateStep step, WeightAverage average, Compute compute) {
        this.parameters = parameters;
        this.step = step;
        this.average = average;
        this.compute = compute;
    }

    /**
     * The tensors of a state.
     *
     * @param weights all parameters, one behind the other
     * @param averaged their moving average, laid out likewise; empty if there is none
     * @param optimizerUpdates updates that the optimiser has made
     * @param optimizer what it remembers, name to tensor
     */
    record Values(Tensor weights, Optional<Tensor> averaged, long optimizerUpdates, Map<String, Tensor> optimizer) {}

    /** Changes the weights by a gradient that was measured, and averages them in. */
    void update(UpdateStep.Outcome measured, double learningRate) {
        step.apply(measured, learningRate);
        average.add(step.optimizer().updates());
    }

    WeightAverage average() {
        return average;
    }

    /** The present state, on live memory: it changes with the next update, and when the average takes the weights' place. */
    Values values() {
        Tensor inNetwork = parameters.flat();
        Optional<Tensor> aside = average.values();
        Optimizer optimizer = step.optimizer();
        return average.isInPlace()
                ? new Values(aside.orElseThrow(), Optional.of(inNetwork), optimizer.updates(), optimizer.state())
                : new Values(inNetwork, aside, optimizer.updates(), optimizer.state());
    }

    /** Does something with the present state, while the average neither takes nor leaves the weights' place. */
    void with(Consumer<Values> action) {
        synchronized (average) {
            action.accept(values());
        }
    }

    /**
     * Puts a state back.
     *
     * @param values of a state of the same network and settings; copied
     */
    void restore(Values values) {
        parameters.flat().copyFrom(values.weights());
        average.values()
                .ifPresent(live -> live.copyFrom(values.averaged()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "The run averages its weights, but the saved state has no average"))));
        step.optimizer().restore(values.optimizerUpdates(), values.optimizer());
        parameters.changed();
        parameters.rearrange(compute);
    }
}
