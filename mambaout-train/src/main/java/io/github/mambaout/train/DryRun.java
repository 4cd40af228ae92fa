package io.github.mambaout.train;

import io.github.mambaout.kernel.Compute;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.train.data.DataException;
import io.github.mambaout.train.data.DataSource;
import io.github.mambaout.train.optimizer.UpdateRules;
import io.github.mambaout.train.schedule.Schedule;
import io.github.mambaout.train.settings.SchedulePlan;
import io.github.mambaout.weights.SavedModel;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** Says what a run would do without doing it: opens the data, makes the network, measures a few updates, and writes nothing. */
public final class DryRun {
    private DryRun() {}

    /** Measures how fast a machine trains. */
    interface Stopwatch {
        /**
         * @param config of the run
         * @param pictures of the run
         * @param trainee what is made of them; features that are kept are zero
         * @param step what changes its weights
         * @param compute where to compute
         */
        RunForecast.Times measure(
                TrainingConfig config, Trainee.Pictures pictures, Trainee trainee, UpdateStep step, Compute compute);
    }

    /**
     * Forecasts a run; takes up to a minute.
     *
     * @param config of the run
     * @return what it would do
     * @throws DataException if the data are missing or wrong
     * @throws io.github.mambaout.weights.WeightFileException if weights to start from are missing or do not fit
     * @throws IllegalArgumentException if there is no model of this name, or no layer of a name to freeze
     */
    public static RunForecast of(TrainingConfig config) {
        return of(config, new MeasuredRun());
    }

    static RunForecast of(TrainingConfig config, Stopwatch stopwatch) {
        DataSource data = RunParts.data(config);
        try (RunCompute compute = RunCompute.of(config.run().threads())) {
            Compute where = compute.compute();
            SavedModel start = StartingModel.of(config, data, where.kernels().name());
            MambaOutConfig network = start.model().config();
            UpdateRules rules = RunParts.rules(config, start.model());
            Trainee.Pictures pictures =
                    Trainee.Pictures.of(config, data, start.metadata().preprocessing());
            Trainee trainee = Trainee.of(start.model(), rules, pictures, CachedFeatures::zero);
            UpdateStep step = RunParts.step(config, trainee.learning(), rules, where);
            StepMemory memory = step.memory(
                    trainee.toTrain().batchShape(config.optimization().batchSize()));
            Optional<RunLength> length = Optional.empty();
            Optional<String> refusal = Optional.empty();
            try {
                length = Optional.of(RunLength.of(config, data.training()));
            } catch (DataException e) {
                refusal = Optional.of(e.getMessage());
            }
            RunForecast.Times times = stopwatch.measure(config, pictures, trainee, step, where);
            double ofPicture = times.microBatchSeconds() / times.pictures();
            long keptFeatures =
                    trainee.kept().stream().mapToLong(CachedFeatures::count).sum();
            return new RunForecast(
                    network.name(),
                    start.model().parameters().count(),
                    network.imgHeight(),
                    network.numClasses(),
                    data.training().size(),
                    data.validation().size(),
                    length,
                    refusal,
                    config.schedule().totalEpochs(),
                    rates(config, length),
                    memory,
                    times,
                    keptFeatures,
                    times.lookingSeconds() * keptFeatures,
                    ofPicture * config.optimization().picturesOfAnUpdate() + times.changeSeconds(),
                    times.judgingSeconds()
                            * data.validation().size()
                            * (config.averaging().modelEma() ? 2 : 1));
        }
    }

    /** At the ends of warm-up, schedule and cool-down, and between them. */
    private static List<RunForecast.Rate> rates(TrainingConfig config, Optional<RunLength> length) {
        SchedulePlan plan = config.schedule();
        // In epochs a schedule is the same for any number of updates.
        long perEpoch = length.map(RunLength::updatesPerEpoch).orElse(1L);
        Schedule schedule = plan.over(perEpoch, config.optimization());
        long total =
                length.map(known -> (known.updates() + perEpoch - 1) / perEpoch).orElse((long) plan.totalEpochs());
        long warm = plan.warmupEpochs();
        long end = total - plan.cooldownEpochs();
        TreeSet<Long> epochs = new TreeSet<>();
        LongStream.of(
                        0,
                        1,
                        warm - 1,
                        warm,
                        end / 4,
                        end / 2,
                        3 * end / 4,
                        end - 1,
                        end + plan.cooldownEpochs() / 2,
                        total - 1)
                .filter(epoch -> epoch >= 0 && epoch < total)
                .forEach(epochs::add);
        return epochs.stream()
                .map(epoch -> new RunForecast.Rate(epoch, schedule.learningRate(epoch * perEpoch)))
                .toList();
    }
}
