package io.github.mambaout.train;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.tensor.BufferPool;
import io.github.mambaout.train.data.BatchLoader;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.DataSets;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.train.data.HoldOut;
import io.github.mambaout.train.data.SampleTransform;
import io.github.mambaout.train.loss.CrossEntropy;
import io.github.mambaout.train.optimizer.UpdateRules;

/** Makes the parts of a run as its configuration says. */
final class RunParts {
    private RunParts() {}

    /** Opens what the run is trained on and judged by. */
    static DataSource data(TrainingConfig config) {
        return HoldOut.of(DataSets.open(config.data().source()), config.data().holdOut());
    }

    /** How each parameter of the network takes part. */
    static UpdateRules rules(TrainingConfig config, Layer model) {
        return UpdateRules.of(model.parameters())
                .withLayerDecay(config.optimization().layerDecay())
                .freezing(config.network().freeze());
    }

    /** What changes the weights of a network, or of the part of it that learns, by the network's rules. */
    static UpdateStep step(TrainingConfig config, Layer learning, UpdateRules rules, Compute compute) {
        return new UpdateStep(
                learning,
                new CrossEntropy(config.loss().labelSmoothing()),
                config.optimization().optimizer(),
                rules.limitedTo(learning.parameters()),
                config.optimization().clipping(),
                compute);
    }

    /**
     * Prepares the micro-batches of a run.
     *
     * @param firstUpdate how many updates of the run to pass over
     */
    static BatchLoader loader(
            TrainingConfig config, DataSet training, SampleTransform transform, BufferPool memory, long firstUpdate) {
        return new BatchLoader(
                training,
                transform,
                config.optimization().batchSize(),
                RunLength.order(config, training).from(firstUpdate),
                BatchLoader.Unreadable.REPLACED,
                memory,
                config.run().workers());
    }
}
