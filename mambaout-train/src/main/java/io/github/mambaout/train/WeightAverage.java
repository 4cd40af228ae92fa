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

    /** Does something with the average in the weights' place; nothing if there is none. */
    <T> Optional<T> inPlace(Supplier<T> work) {
        return average.map(averaged -> {
            try (AveragedWeights.Exchange exchange = averaged.exchange()) {
                return work.get();
            }
        });
    }
}
