package io.github.mambaout.train;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelWarmUp;
import io.github.mambaout.train.data.Batch;
import io.github.mambaout.train.data.BatchLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures this machine by a few updates with the run's own network, pictures and augmentation. */
final class MeasuredRun implements DryRun.Stopwatch {
    private static final Logger LOG = LoggerFactory.getLogger(DryRun.class);
    private static final double NANOSECONDS = 1e9;
    /** Updates that are measured, and how long that may take. */
    private static final int UPDATES = 5;

    private static final double SECONDS = 20;
    /** Updates of less take turns for so long, as the first of them are slower. */
    private static final double SECONDS_OF_UPDATES = 1;

    private static final double SECONDS_OF_JUDGING = 3;
    private static final double SECONDS_OF_LOOKING = 8;
    private static final double SECONDS_OF_DATA = 3;
    private static final int MANY_PICTURES = 1_000;
    private static final int FEW_PICTURES = 2;
    /** Of the heap, for feature maps. */
    private static final double SHARE_OF_MEMORY = 0.5;

    @Override
    public RunForecast.Times measure(
            TrainingConfig config, Trainee.Pictures pictures, Trainee trainee, UpdateStep step, Compute compute) {
        KernelWarmUp.ofTrainingStep(compute.kernels()).await();
        int most =
                Math.min(config.optimization().batchSize(), trainee.training().size());
        int few = Math.min(FEW_PICTURES, most);
        double ofPicture = median(updates(withBatch(config, few), trainee, step, compute, SECONDS / 4)) / few;
        int together = most;
        while (together > few && (ofPicture * together * UPDATES > SECONDS || !fits(step, trainee, together))) {
            together = Math.max(few, together / 2);
        }
        TrainingConfig measured = withBatch(config, together);
        double update = median(updates(measured, trainee, step, compute, SECONDS));
        double change = change(step);
        return new RunForecast.Times(
                together,
                Math.max(0, update - change),
                change,
                judging(trainee.evaluator(measured, compute)),
                trainee.kept().stream()
                        .findFirst()
                        .map(features -> looking(features, config, compute))
                        .orElse(0.0),
                picturesPerSecond(measured, pictures, compute));
    }

    /** Updates of one micro-batch, at the run's own highest learning rate. */
    private static TrainingConfig withBatch(TrainingConfig config, int pictures) {
        return config.toBuilder()
                .batchSize(pictures)
                .set("grad-accum-steps", 1)
                .lr(config.peakLearningRate())
                .build();
    }

    private static boolean fits(UpdateStep step, Trainee trainee, int pictures) {
        return step.memory(trainee.toTrain().batchShape(pictures)).maps()
                < SHARE_OF_MEMORY * Runtime.getRuntime().maxMemory();
    }

    /** Times of updates, the first left out if there are more. */
    private static List<Double> updates(
            TrainingConfig config, Trainee trainee, UpdateStep step, Compute compute, double limit) {
        List<Double> seconds = new ArrayList<>();
        try (BatchLoader loader = RunParts.loader(config, trainee.training(), trainee.toTrain(), compute.memory(), 0)) {
            MicroBatches batches = new MicroBatches(
                    step, Objective.of(config, trainee.training()), config, compute.workers(), batch -> {});
            long start = System.nanoTime();
            while ((seconds.size() <= UPDATES || secondsSince(start) < SECONDS_OF_UPDATES)
                    && secondsSince(start) < limit) {
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

    /** Time in which a picture is judged, once what is called for the first time has been. */
    private static double judging(Evaluator evaluator) {
        judging(evaluator, 0);
        return judging(evaluator, SECONDS_OF_JUDGING);
    }

    private static double judging(Evaluator evaluator, double limit) {
        AtomicLong judged = new AtomicLong();
        long start = System.nanoTime();
        try {
            evaluator.evaluate(pictures -> {
                judged.set(pictures);
                if (secondsSince(start) > limit) {
                    throw new EvaluationStoppedException();
                }
            });
        } catch (EvaluationStoppedException e) {
            LOG.debug("{} pictures are enough", judged);
        }
        return secondsSince(start) / judged.get();
    }

    /** Time in which features of a picture are computed. */
    private static double looking(CachedFeatures features, TrainingConfig config, Compute compute) {
        long start = System.nanoTime();
        long seen = features.look(new CachedFeatures.Means(
                compute,
                config.optimization().batchSize(),
                config.run().workers(),
                () -> secondsSince(start) > SECONDS_OF_LOOKING));
        return secondsSince(start) / Math.max(1, seen);
    }

    private static double picturesPerSecond(TrainingConfig config, Trainee.Pictures pictures, Compute compute) {
        try (BatchLoader loader =
                RunParts.loader(config, pictures.data().training(), pictures.toTrain(), compute.memory(), 0)) {
            long read = 0;
            long start = System.nanoTime();
            while (read < MANY_PICTURES && secondsSince(start) < SECONDS_OF_DATA) {
                try (Batch batch = loader.next().orElseThrow()) {
                    read += batch.size();
                }
            }
            return read / secondsSince(start);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / NANOSECONDS;
    }
}
