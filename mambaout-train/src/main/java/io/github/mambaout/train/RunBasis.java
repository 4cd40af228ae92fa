package io.github.mambaout.train;

import io.github.mambaout.kernel.KernelWarmUp;
import io.github.mambaout.layer.Parameters;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.weights.SavedModel;

/**
 * What a run stands on: what it opens and takes before it makes its parts.
 *
 * @param config how to train
 * @param data what to train on and to judge by
 * @param compute threads and memory; ends with this
 * @param warmUp compiles the kernels beside
 * @param length of the run
 * @param start the network
 * @param output the run's folder; given back with this
 */
record RunBasis(
        TrainingConfig config,
        DataSource data,
        RunCompute compute,
        KernelWarmUp warmUp,
        RunLength length,
        SavedModel start,
        RunOutput output)
        implements AutoCloseable {
    /**
     * Opens the data, makes the network and takes the output folder.
     *
     * @param config how to train
     * @param startsOver whether what an earlier run has left is forgotten
     */
    static RunBasis of(TrainingConfig config, boolean startsOver) {
        DataSource data = RunParts.data(config);
        RunCompute compute = RunCompute.of(config.run().threads());
        // The kernels are compiled while the network is made; one that is first called by an update may stay slow for
        // good.
        KernelWarmUp warmUp = KernelWarmUp.ofTrainingStep(compute.compute().kernels());
        try {
            RunLength length = RunLength.of(config, data.training());
            SavedModel start =
                    StartingModel.of(config, data, compute.compute().kernels().name());
            RunOutput output = RunOutput.take(config, data, startsOver);
            return new RunBasis(config, data, compute, warmUp, length, start, output);
        } catch (RuntimeException | Error e) {
            compute.close();
            throw e;
        }
    }

    /** Puts the weights of the checkpoint from which the run goes on, if there is one, into the network. */
    void putWeightsBack() {
        output.start().ifPresent(checkpoint -> {
            Parameters parameters = start.model().parameters();
            parameters.flat().copyFrom(checkpoint.weights());
            parameters.changed();
        });
    }

    /** What the run is about to do, with updates that take so much memory. */
    RunPlan plan(StepMemory memory) {
        return new RunPlan(
                start.model().config().name(),
                start.model().parameters().count(),
                data.training().classes().size(),
                data.training().size(),
                data.validation().size(),
                Math.toIntExact(config.optimization().picturesOfAnUpdate()),
                length.updates(),
                length.updatesPerEpoch(),
                memory,
                output.folder().path());
    }

    @Override
    public void close() {
        output.close();
        compute.close();
    }
}
