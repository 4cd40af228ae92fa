package io.github.mambaout.train;

import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelWarmUp;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.train.augment.PictureToInput;
import io.github.mambaout.train.data.Batch;
import io.github.mambaout.train.data.BatchLoader;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.weights.SavedModel;
import java.util.ArrayList;
import java.util.List;

/** Measures this machine by a few updates with the run's own network, pictures and augmentation. */
final class MeasuredRun implements DryRun.Stopwatch {
    private static final double NANOSECONDS = 1e9;
    /** Updates that are measured, and how long that may take. */
    private static final int UPDATES = 5;

    private static final double SECONDS = 20;
    private static final double SECONDS_OF_DATA = 3;
    private static final int MANY_PICTURES = 1_000;
    private static final int FEW_PICTURES = 2;
    /** Of the heap, for feature maps. */
    private static final double SHARE_OF_MEMORY = 0.5;

    @Override
    public RunForecast.Times measure(
            TrainingConfig config, DataSource data, SavedModel start, UpdateStep step, Compute compute) {
        KernelWarmUp.ofTrainingStep(compute.kernels()).await();
        Preprocessing preprocessing = start.metadata().preprocessing();
        int most = Math.min(config.optimization().batchSize(), data.training().size());
        int few = Math.min(FEW_PICTURES, most);
        List<Double> probe = updates(withBatch(config, few), data, preprocessing, step, compute, SECONDS / 4);
        double ofPicture = probe.get(probe.size() - 1) / few;
        int pictures = most;
        while (pictures > few
                && (ofPicture * pictures * UPDATES > SECONDS
                        || !fits(step, start.model().config(), pictures))) {
            pictures = Math.max(few, pictures / 2);
        }
        TrainingConfig measured = withBatch(config, pictures);
        double update = median(updates(measured, data, preprocessing, step, compute, SECONDS));
        double change = change(step);
        return new RunForecast.Times(
                pictures,
                Math.max(0, update - change),
                change,
                picturesPerSecond(measured, data, preprocessing, compute));
    }

    /** Updates of one micro-batch, at the run's own highest learning rate. */
    private static TrainingConfig withBatch(TrainingConfig config, int pictures) {
        return config.toBuilder()
                .batchSize(pictures)
                .set("grad-accum-steps", 1)
                .lr(config.peakLearningRate())
                .build();
    }

    private static boolean fits(UpdateStep step, MambaOutConfig network, int pictures) {
        long maps = step.memory(Shape.of(pictures, network.imgHeight(), network.imgWidth(), network.inChans()))
                .maps();
        return maps < SHARE_OF_MEMORY * Runtime.getRuntime().maxMemory();
    }

    /** Times of updates, the first left out if there are more. */
    private static List<Double> updates(
            TrainingConfig config,
            DataSource data,
            Preprocessing preprocessing,
            UpdateStep step,
            Compute compute,
            double limit) {
        List<Double> seconds = new ArrayList<>();
        try (BatchLoader loader = loader(config, data, preprocessing, compute)) {
            MicroBatches batches = new MicroBatches(
                    step, Objective.of(config, data.training()), config, compute.workers(), batch -> {});
            long start = System.nanoTime();
            while (seconds.size() <= UPDATES && secondsSince(start) < limit) {
                long before = System.nanoTime();
                step.apply(batches.measure(loader, seconds.size()).outcome(), 0);
                seconds.add(secondsSince(before));
            }
        }
        return seconds.size() == 1 ? seconds : seconds.subList(1, seconds.size());
    }

    /** The optimiser's part of an update. */
    private static double change(UpdateStep step) {
        long start = System.nanoTime();
        step.apply(new UpdateStep.Outcome(0, 0), 0);
        return secondsSince(start);
    }

    private static double picturesPerSecond(
            TrainingConfig config, DataSource data, Preprocessing preprocessing, Compute compute) {
        try (BatchLoader loader = loader(config, data, preprocessing, compute)) {
            long pictures = 0;
            long start = System.nanoTime();
            while (pictures < MANY_PICTURES && secondsSince(start) < SECONDS_OF_DATA) {
                try (Batch batch = loader.next().orElseThrow()) {
                    pictures += batch.size();
                }
            }
            return pictures / secondsSince(start);
        }
    }

    private static BatchLoader loader(
            TrainingConfig config, DataSource data, Preprocessing preprocessing, Compute compute) {
        PictureToInput transform = PictureToInput.forTraining(
                config.augmentation(), preprocessing, config.run().seed());
        return RunParts.loader(config, data.training(), transform, compute.memory(), 0);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / NANOSECONDS;
    }
}
