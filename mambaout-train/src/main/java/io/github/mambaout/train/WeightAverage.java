package io.github.mambaout.train;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.tensor.Tensor;
import io.github.mambaout.train.optimizer.AveragedWeights;
import io.github.mambaout.train.settings.AveragingSettings;
import java.util.Optional;
import java.util.function.Supplier;

/** The moving average of a network's weights, or none. */
final class WeightAverage {
    private final Optional<AveragedWeights> average;
    private boolean isInPlace;

    private WeightAverage(Optional<AveragedWeights> average) {
        this.average = average;
    }

    static WeightAverage of(AveragingSettings settings, Parameters parameters, Compute compute) {
        return new WeightAverage(
                settings.modelEma()
                        ? Optional.of(new AveragedWeights(parameters, settings.decay(), compute))
                        : Optional.empty());
    }

    /** Averages the present weights in, which so many updates made. */
    void add(long updates) {
        average.ifPresent(averaged -> averaged.add(updates));
    }

    /** The average itself, on live memory. */
    Optional<Tensor> values() {
        return average.map(AveragedWeights::values);
    }

    /** Whether the average is in the weights' place, and they are in its. */
    boolean isInPlace() {
        return isInPlace;
    }

    /**
     * Does something with the average in the weights' place; nothing if there is none. Whoever holds this object's lock finds both
     * in a place of which {@link #isInPlace} tells.
     */
    <T> Optional<T> inPlace(Supplier<T> work) {
        return average.map(averaged -> {
            AveragedWeights.Exchange exchange = begin(averaged);
            try {
                return work.get();
            } finally {
                end(exchange);
            }
        });
    }

    private synchronized AveragedWeights.Exchange begin(AveragedWeights averaged) {
        isInPlace = true;
        return averaged.exchange();
    }

    private synchronized void end(AveragedWeights.Exchange exchange) {
        exchange.close();
        isInPlace = false;
    }
}
